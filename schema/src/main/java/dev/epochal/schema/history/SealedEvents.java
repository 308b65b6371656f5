package dev.epochal.schema.history;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.MessageAccepted;
import dev.epochal.schema.record.PayloadKeys;
import dev.epochal.schema.record.SealedPayload;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Events as they stand on the log, where the payload of an application message is sealed under a key of its own.
///
/// | an accepted message | salt, submitter | message | sealed | sender reference |
/// |---|---|---|---|---|
/// | open: in memory and in the read model | yes | yes | – | – |
/// | sealed: on the log | – | – | yes | yes |
/// | erased: once its key is gone | – | – | – | yes |
///
/// All three have the same leaf hash. Other events are in clear everywhere.
public final class SealedEvents {
    private static final byte[] LABEL = "mls-ds/payload-seal/v1".getBytes(StandardCharsets.US_ASCII);
    private static final int TAG_BITS = 128;
    /// One key seals one event only: it follows from the event's leaf hash, which tells all of it.
    private static final GCMParameterSpec NONCE = new GCMParameterSpec(TAG_BITS, new byte[12]);

    private SealedEvents() {}

    /// An event's payload can't be opened with the key that its group has for it.
    public static final class UnopenedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnopenedException(String message, Exception cause) {
            super(message, cause);
        }
    }

    /// Whether a payload that can be sealed is there in clear, or a salt or a submitter.
    static boolean isReadable(GroupEvent event) {
        return !event.hasMessageAccepted()
                || !event.getMessageAccepted().getMessage().isEmpty()
                || !event.getHeader().getPayloadSalt().isEmpty()
                || event.getHeader().hasSubmittedBy();
    }

    /// Whether the event stands as it does on the log, and has to be opened.
    public static boolean isSealed(GroupEvent event) {
        return event.hasMessageAccepted()
                && !event.getMessageAccepted().getSealed().isEmpty();
    }

    /// Whether the payload of an event is gone for ever.
    public static boolean isErased(GroupEvent event) {
        return !event.getHeader().getSenderRef().isEmpty() && !isSealed(event);
    }

    /// The event for the log.
    ///
    /// @param event with its payload in clear
    /// @param keys those of its group
    /// @throws IllegalArgumentException if they have none for it: it is newer than all that was ever erased
    public static GroupEvent seal(GroupEvent event, PayloadKeys keys) {
        if (!event.hasMessageAccepted()) {
            return event;
        }
        EventHeader header = event.getHeader();
        ByteString secret = PayloadKeyTree.secret(keys, header.getSeq())
                .orElseThrow(() -> new IllegalArgumentException("There is no key for event " + header.getSeq()));
        ByteString payload = SealedPayload.newBuilder()
                .setPayloadSalt(header.getPayloadSalt())
                .setSubmittedBy(header.getSubmittedBy())
                .setMessage(event.getMessageAccepted().getMessage())
                .build()
                .toByteString();
        try {
            return without(event, crypt(Cipher.ENCRYPT_MODE, key(secret, header), payload));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Each Java platform has AES-GCM", e);
        }
    }

    /// The event as everybody reads it: opened, or erased where its key is gone.
    ///
    /// @param keys those of its group
    /// @throws UnopenedException if the payload is sealed under another key
    public static GroupEvent open(GroupEvent event, PayloadKeys keys) {
        if (!isSealed(event)) {
            return event;
        }
        EventHeader header = event.getHeader();
        var secret = PayloadKeyTree.secret(keys, header.getSeq());
        if (secret.isEmpty()) {
            return without(event, ByteString.EMPTY);
        }
        try {
            var payload = SealedPayload.parseFrom(crypt(
                    Cipher.DECRYPT_MODE,
                    key(secret.get(), header),
                    event.getMessageAccepted().getSealed()));
            return GroupEvent.newBuilder()
                    .setHeader(header.toBuilder()
                            .clearSenderRef()
                            .setPayloadSalt(payload.getPayloadSalt())
                            .setSubmittedBy(payload.getSubmittedBy()))
                    .setMessageAccepted(MessageAccepted.newBuilder().setMessage(payload.getMessage()))
                    .build();
        } catch (GeneralSecurityException | InvalidProtocolBufferException e) {
            throw new UnopenedException(
                    "the payload of event " + header.getSeq()
                            + " is sealed under another key than the group has for it",
                    e);
        }
    }

    /// What is left of an event without its payload.
    ///
    /// @param event opened, sealed or erased
    public static GroupEvent erased(GroupEvent event) {
        return event.hasMessageAccepted() ? without(event, ByteString.EMPTY) : event;
    }

    private static GroupEvent without(GroupEvent event, ByteString sealed) {
        EventHeader header = event.getHeader();
        return GroupEvent.newBuilder()
                .setHeader(header.toBuilder()
                        .setSenderRef(CanonicalHeader.senderRef(header))
                        .clearPayloadSalt()
                        .clearSubmittedBy())
                .setMessageAccepted(MessageAccepted.newBuilder().setSealed(sealed))
                .build();
    }

    private static SecretKeySpec key(ByteString secret, EventHeader header) {
        var key = new Sha256().raw(LABEL).raw(secret).raw(header.getLeafHash()).finish();
        return new SecretKeySpec(key.toByteArray(), "AES");
    }

    private static ByteString crypt(int mode, SecretKeySpec key, ByteString octets) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, NONCE);
        return ByteString.copyFrom(cipher.doFinal(octets.toByteArray()));
    }
}
