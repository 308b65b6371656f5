package dev.epochal.mls.report;

import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.crypto.SignContent;
import dev.epochal.mls.crypto.SignatureLabel;

/// A member's signed word on a Commit: that it has applied it, or could not. RFC 9420 §16.12 leaves it to the
/// application how members tell each other; this is our way. In the notation of the RFC:
///
/// ```
/// enum { reserved(0), applied(1), failed(2), (255) } CommitOutcome;
///
/// struct {
///     opaque group_id<V>;
///     uint64 epoch;
///     uint32 leaf_index;
///     CommitOutcome outcome;
///     opaque confirmed_transcript_hash<V>;
///     opaque epoch_authenticator_hash<V>;
/// } CommitReportTBS;
///
/// struct {
///     CommitReportTBS report;
///     /* SignWithLabel(., "EpochalCommitReportTBS", report) */
///     opaque signature<V>;
/// } CommitReport;
/// ```
///
/// @param groupId the group
/// @param epoch the epoch that the Commit leads to
/// @param leafIndex the member's leaf
/// @param outcome what became of it
/// @param confirmedTranscriptHash of that epoch, as the member has computed it from the Commit; it can do so without
///     opening the path
/// @param authenticatorHash SHA-256 over "epochal-report" and the epoch_authenticator, so that members can be
///     compared without its being told; empty if the Commit could not be applied
/// @param signature by the member's leaf
public record CommitReport(
        Octets groupId,
        long epoch,
        long leafIndex,
        Outcome outcome,
        Octets confirmedTranscriptHash,
        Octets authenticatorHash,
        Octets signature)
        implements Struct {
    private static final int HASH_SIZE = 32;

    /// What became of a Commit.
    public enum Outcome {
        /// The member is in the epoch that the Commit leads to.
        APPLIED(1),
        /// The member could not apply it.
        FAILED(2);

        private final int code;

        Outcome(int code) {
            this.code = code;
        }

        private static Outcome parse(Reader reader) {
            int code = reader.u8("CommitReport.outcome");
            for (Outcome outcome : values()) {
                if (outcome.code == code) {
                    return outcome;
                }
            }
            throw reader.malformedBehind(1, MalformedException.Reason.UNKNOWN_VALUE, "CommitReport.outcome");
        }
    }

    /// Reads one report.
    public static CommitReport parse(Reader reader) {
        Octets groupId = reader.opaque("CommitReport.group_id");
        long epoch = reader.u64("CommitReport.epoch");
        long leafIndex = reader.u32("CommitReport.leaf_index");
        Outcome outcome = Outcome.parse(reader);
        Octets transcriptHash = reader.opaque("CommitReport.confirmed_transcript_hash");
        Octets authenticatorHash = reader.opaque("CommitReport.epoch_authenticator_hash");
        int wanted = outcome == Outcome.APPLIED ? HASH_SIZE : 0;
        if (authenticatorHash.size() != wanted) {
            throw reader.malformed(MalformedException.Reason.UNKNOWN_VALUE, "CommitReport.epoch_authenticator_hash");
        }
        Octets signature = reader.opaque("CommitReport.signature");
        return new CommitReport(groupId, epoch, leafIndex, outcome, transcriptHash, authenticatorHash, signature);
    }

    /// Reads octets that are exactly one report.
    public static CommitReport parse(Octets octets) {
        return Reader.whole(octets, "CommitReport", CommitReport::parse);
    }

    /// What the member's leaf signs: everything but the signature. What was parsed has one spelling only, so this is
    /// what came.
    public SignContent signContent() {
        Writer unsigned = new Writer();
        writeUnsigned(unsigned);
        return new SignContent(SignatureLabel.COMMIT_REPORT, unsigned.toOctets());
    }

    /// The same with a signature.
    public CommitReport signedWith(Octets bySignatureKey) {
        return new CommitReport(
                groupId, epoch, leafIndex, outcome, confirmedTranscriptHash, authenticatorHash, bySignatureKey);
    }

    @Override
    public void writeTo(Writer writer) {
        writeUnsigned(writer);
        writer.opaque(signature);
    }

    private void writeUnsigned(Writer writer) {
        writer.opaque(groupId)
                .u64(epoch)
                .u32(leafIndex)
                .u8(outcome.code)
                .opaque(confirmedTranscriptHash)
                .opaque(authenticatorHash);
    }
}
