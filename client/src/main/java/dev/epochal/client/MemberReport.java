package dev.epochal.client;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A member's word on a Commit: that it has applied it, or could not. The server's `docs/history.md` has the form.
/// This library has no keys: the caller's MLS engine signs [#content] by SignWithLabel (RFC 9420 §5.1.2) under
/// [#LABEL] with the key of its leaf, and [#signed] is what is sent. Immutable.
///
/// @param groupId the group
/// @param epoch the epoch that the Commit leads to
/// @param leafIndex the member's leaf
/// @param outcome what became of the Commit
/// @param confirmedTranscriptHash of that epoch (RFC 9420 §8.2), computed from the Commit; no secret is needed for it
/// @param authenticatorHash compares members without telling their secret; empty if the Commit failed
public record MemberReport(
        Octets groupId,
        long epoch,
        int leafIndex,
        Outcome outcome,
        Octets confirmedTranscriptHash,
        Octets authenticatorHash) {
    /// The label of the signature, without the prefix that MLS puts before each.
    public static final String LABEL = "EpochalCommitReportTBS";

    private static final String AUTHENTICATOR = "epochal-report";
    private static final int LONG_VECTOR = 64;

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
    }

    /// That the member is in the epoch.
    ///
    /// @param epochAuthenticator the epoch's secret of that name (RFC 9420 §8.7), of which only a hash is told
    public static MemberReport applied(
            Octets groupId, long epoch, int leafIndex, Octets confirmedTranscriptHash, Octets epochAuthenticator) {
        var hashed = vectors(out -> {
            out.write(Octets.utf8(AUTHENTICATOR).toArray());
            out.write(epochAuthenticator.toArray());
        });
        return new MemberReport(groupId, epoch, leafIndex, Outcome.APPLIED, confirmedTranscriptHash, hashed.sha256());
    }

    /// That the member could not apply the Commit to the epoch.
    public static MemberReport failed(Octets groupId, long epoch, int leafIndex, Octets confirmedTranscriptHash) {
        return new MemberReport(groupId, epoch, leafIndex, Outcome.FAILED, confirmedTranscriptHash, Octets.empty());
    }

    /// What is to be signed.
    public Octets content() {
        return vectors(this::write);
    }

    /// What is to be sent.
    ///
    /// @param signature over [#content]
    public Octets signed(Octets signature) {
        return vectors(out -> {
            write(out);
            vector(out, signature);
        });
    }

    private void write(DataOutputStream out) throws IOException {
        vector(out, groupId);
        out.writeLong(epoch);
        out.writeInt(leafIndex);
        out.writeByte(outcome.code);
        vector(out, confirmedTranscriptHash);
        vector(out, authenticatorHash);
    }

    /// A vector of fewer than 16,384 octets (RFC 9420 §2.1.2).
    private static void vector(DataOutputStream out, Octets octets) throws IOException {
        if (octets.length() < LONG_VECTOR) {
            out.writeByte(octets.length());
        } else {
            out.writeShort(0x4000 | octets.length());
        }
        out.write(octets.toArray());
    }

    private interface Fields {
        void write(DataOutputStream out) throws IOException;
    }

    private static Octets vectors(Fields fields) {
        var octets = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(octets)) {
            fields.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory takes what is written", e);
        }
        return Octets.of(octets.toByteArray());
    }
}
