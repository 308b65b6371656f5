package dev.epochal.api;

import com.google.protobuf.ByteString;
import dev.epochal.api.json.Base64Url;
import dev.epochal.client.Octets;
import dev.epochal.projections.read.GroupReads.GroupRow;
import dev.epochal.schema.record.CommitAccepted;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.StaleEpoch;

/// Groups and events that tests put into the read model.
final class Samples {
    static final ByteString GROUP = ByteString.copyFromUtf8("a group of sixteen octets");
    static final String PATH = "/v1/groups/" + Base64Url.encode(GROUP);
    static final Octets GROUP_ID = Octets.of(GROUP.toByteArray());
    static final Identity ALICE = ScriptedLog.identity("alice", "phone");
    static final Identity BOB = ScriptedLog.identity("bob", "phone");

    private static final ByteString HASH = ByteString.copyFrom(new byte[32]);

    private Samples() {}

    static GroupRow row(long seq, long epoch) {
        return row(seq, epoch, 1);
    }

    static GroupRow row(long seq, long epoch, int handshakes) {
        return new GroupRow(GROUP, seq, HASH, epoch, handshakes, 1, HASH, HASH, 1000, 2000);
    }

    /// The Commit that ended the epoch.
    static GroupEvent commit(long seq, long epoch, Identity by, String bytes) {
        return GroupEvent.newBuilder()
                .setHeader(EventHeader.newBuilder()
                        .setSeq(seq)
                        .setEpochBefore(epoch)
                        .setEpochAfter(epoch + 1)
                        .setSubmittedBy(by))
                .setCommitAccepted(CommitAccepted.newBuilder()
                        .setCommit(ByteString.copyFromUtf8(bytes))
                        .setCommitterLeaf(1))
                .build();
    }

    static Refusal stale(long submittedEpoch, long currentEpoch, long headSeq) {
        return Refusal.newBuilder()
                .setDetail("the epoch is over")
                .setRfc("RFC 9420 §14")
                .setStaleEpoch(StaleEpoch.newBuilder()
                        .setSubmittedEpoch(submittedEpoch)
                        .setCurrentEpoch(currentEpoch)
                        .setHeadSeq(headSeq))
                .build();
    }
}
