package dev.epochal.projections.project;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.group.EncryptedGroupSecrets;
import dev.epochal.mls.group.Welcome;
import dev.epochal.schema.record.CommitAccepted;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.WelcomeRecipient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A Welcome (RFC 9420 §12.4.3.1) taken apart into what all recipients get and what each one gets alone, so that a
/// Commit that adds many clients is not stored and sent once for each of them as a whole.
///
/// @param header of the event that it came with
/// @param cipherSuite its cipher suite
/// @param encryptedGroupInfo what all recipients get, exactly as it came
/// @param parts what each recipient gets
record SplitWelcome(EventHeader header, int cipherSuite, ByteString encryptedGroupInfo, List<Part> parts) {
    /// What one recipient gets.
    ///
    /// @param keyPackageRef whom it is for
    /// @param recipient whose KeyPackage that is; the default instance where the group hides it
    /// @param groupSecrets the EncryptedGroupSecrets, exactly as it came
    record Part(ByteString keyPackageRef, Identity recipient, ByteString groupSecrets) {}

    /// The Welcome of the event, if there is one.
    ///
    /// @throws ContradictionException if it can't be read, or has nothing for one of its recipients
    static Optional<SplitWelcome> of(GroupEvent event) {
        CommitAccepted body = event.getCommitAccepted();
        return body.getWelcomeRecipientsCount() == 0
                ? Optional.empty()
                : Optional.of(split(event.getHeader(), body, parse(body.getWelcome())));
    }

    private static SplitWelcome split(EventHeader header, CommitAccepted body, Welcome welcome) {
        Map<ByteString, ByteString> secrets = new HashMap<>();
        for (EncryptedGroupSecrets each : welcome.secrets()) {
            var writer = new Writer();
            each.writeTo(writer);
            secrets.putIfAbsent(bytes(each.newMember()), bytes(writer.toOctets()));
        }
        return new SplitWelcome(
                header,
                welcome.cipherSuite(),
                bytes(welcome.encryptedGroupInfo()),
                body.getWelcomeRecipientsList().stream()
                        .map(recipient -> part(recipient, secrets))
                        .toList());
    }

    private static Part part(WelcomeRecipient recipient, Map<ByteString, ByteString> secrets) {
        ByteString own = secrets.get(recipient.getKeyPackageRef());
        if (own == null) {
            throw new ContradictionException("its Welcome has nothing for one of its recipients");
        }
        return new Part(recipient.getKeyPackageRef(), recipient.getIdentity(), own);
    }

    private static Welcome parse(ByteString message) {
        try {
            if (MlsMessage.parse(message.toByteArray()) instanceof MlsMessage.OfWelcome parsed) {
                return parsed.welcome();
            }
        } catch (MalformedException e) {
            throw new ContradictionException("its Welcome can't be read: " + e.getMessage());
        }
        throw new ContradictionException("its Welcome is another message");
    }

    private static ByteString bytes(Octets octets) {
        return UnsafeByteOperations.unsafeWrap(octets.toByteArray());
    }
}
