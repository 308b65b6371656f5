package dev.epochal.schema.history;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Identity;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The canonical bytes of an event's header: a leaf of the group's RFC 6962 tree. Always 224 octets; integers are
/// big-endian.
///
/// A header that was read from the log is proved by [#isIntact], which recomputes payload hash and leaf hash.
public final class CanonicalHeader {
    /// The head before the first event: 32 zero octets.
    public static final ByteString BEGINNING = ByteString.copyFrom(new byte[32]);

    /// Size of the canonical bytes.
    public static final int SIZE = 224;

    private static final byte[] LABEL = "mls-ds/event/v1".getBytes(StandardCharsets.US_ASCII);
    private static final int SENDER_REF_SIZE = 32;
    private static final int LEAF_PREFIX = 0x00;
    private static final int ACCEPTED = 1;

    private CanonicalHeader() {}

    /// The header with its payload hash and leaf hash filled in from the body. Where the payload is sealed or
    /// erased, its hash stays.
    public static EventHeader seal(EventHeader header, GroupEvent body) {
        var hashed = header.getSenderRef().isEmpty()
                ? header.toBuilder()
                        .setPayloadHash(Payload.hash(header.getPayloadSalt(), Payload.parts(body)))
                        .build()
                : header;
        return hashed.toBuilder()
                .setLeafHash(leafHash(hashed, body.getBodyCase().getNumber()))
                .build();
    }

    /// Whether payload hash and leaf hash are those of the event. Where the payload is sealed or erased, the leaf hash
    /// commits to its hash.
    public static boolean isIntact(GroupEvent event) {
        EventHeader header = event.getHeader();
        if (header.getSenderRef().isEmpty()) {
            return seal(header, event).equals(header);
        }
        return !SealedEvents.isReadable(event)
                && header.getSenderRef().size() == SENDER_REF_SIZE
                && header.getPayloadHash().size() == SENDER_REF_SIZE
                && leafHash(header, event.getBodyCase().getNumber()).equals(header.getLeafHash());
    }

    /// SHA-256(0x00 || canonical bytes), as RFC 6962 §2.1 has it for leaves.
    ///
    /// @param kind the field number of the event's body
    public static ByteString leafHash(EventHeader header, int kind) {
        return new Sha256().octet(LEAF_PREFIX).raw(bytes(header, kind)).finish();
    }

    /// The canonical bytes.
    ///
    /// @param kind the field number of the event's body
    public static byte[] bytes(EventHeader header, int kind) {
        var bytes = ByteBuffer.allocate(SIZE)
                .put(LABEL)
                .put((byte) ACCEPTED)
                .put(exactly(32, header.getLogId()))
                .putLong(header.getSeq())
                .putInt(kind)
                .putLong(header.getEpochBefore())
                .putLong(header.getEpochAfter())
                .putLong(header.getAcceptedAtMs())
                .put(senderRef(header).toByteArray())
                .put(exactly(32, header.getPayloadHash()))
                .putInt(header.getCommand().getPartition())
                .putLong(header.getCommand().getOffset())
                .put(exactly(32, header.getBodyDigest()))
                .put(exactly(32, header.getPreviousHead()));
        return bytes.array();
    }

    /// Commits to who submitted without telling it: SHA-256 over the salt and "user/client".
    static ByteString senderRef(EventHeader header) {
        if (!header.getSenderRef().isEmpty()) {
            return header.getSenderRef();
        }
        Identity identity = header.getSubmittedBy();
        return new Sha256()
                .raw(header.getPayloadSalt())
                .sized(ByteString.copyFromUtf8(identity.getUser() + "/" + identity.getClient()))
                .finish();
    }

    private static byte[] exactly(int size, ByteString bytes) {
        if (bytes.size() != size) {
            throw new IllegalArgumentException("A field of " + bytes.size() + " octets where " + size + " belong");
        }
        return bytes.toByteArray();
    }
}
