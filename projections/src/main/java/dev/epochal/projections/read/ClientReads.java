package dev.epochal.projections.read;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What the read model holds for one client: Welcomes and outcomes. Safe for use by several threads.
public interface ClientReads {
    /// Welcomes for the client that it has not acknowledged, oldest first, at most `limit`.
    List<WelcomeRow> welcomes(Identity identity, int limit);

    /// The Welcome for the client with this id, whether acknowledged or not.
    Optional<WelcomeRow> welcome(Identity identity, ByteString welcomeId);

    /// The Welcome for the client that came with the Commit with this seq. Where the group hides whom it adds and the
    /// client's KeyPackage is not known yet, it holds what all hidden recipients get, of which the client can open
    /// its own part only.
    Optional<WelcomeRow> welcome(Identity identity, ByteString groupId, long seq);

    /// The verdict on a submission, if it was decided within the last day.
    Optional<Verdict> verdict(UUID submissionId);

    /// A Welcome (RFC 9420, section 12.4.3.1) for one recipient.
    ///
    /// @param welcome MLSMessage(mls_welcome) with the EncryptedGroupSecrets of this recipient only; everything
    ///     else is exactly as it came
    record WelcomeRow(
            ByteString id, ByteString groupId, long seq, long epoch, ByteString keyPackageRef, ByteString welcome) {}
}
