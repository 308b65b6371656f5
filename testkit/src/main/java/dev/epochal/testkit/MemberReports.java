package dev.epochal.testkit;

import dev.epochal.client.MemberReport;
import dev.epochal.client.Octets;
import org.bouncycastle.mls.TranscriptHash;
import org.bouncycastle.mls.codec.AuthenticatedContent;
import org.bouncycastle.mls.protocol.Group;

/// Makes a member's reports on Commits.
final class MemberReports {
    private MemberReports() {}

    /// That the member is in the group's epoch.
    static Octets applied(MlsIdentity identity, Group group) throws Exception {
        var context = group.getGroupInfo(false).groupInfo.getGroupContext();
        return signed(
                identity,
                MemberReport.applied(
                        Octets.of(group.getGroupID()),
                        group.getEpoch(),
                        group.getIndex().value(),
                        Octets.of(context.getConfirmedTranscriptHash()),
                        Octets.of(group.getEpochAuthenticator())));
    }

    /// That the member could not apply a Commit of the group's epoch.
    static Octets failed(MlsIdentity identity, Group group, AuthenticatedContent commit) throws Exception {
        var info = group.getGroupInfo(false).groupInfo;
        var transcript = TranscriptHash.fromConfirmationTag(
                Bcmls.SUITE, info.getGroupContext().getConfirmedTranscriptHash(), info.getConfirmationTag());
        transcript.updateConfirmed(commit);
        return signed(
                identity,
                MemberReport.failed(
                        Octets.of(group.getGroupID()),
                        group.getEpoch() + 1,
                        group.getIndex().value(),
                        Octets.of(transcript.getConfirmed())));
    }

    static Octets signed(MlsIdentity identity, MemberReport report) throws Exception {
        var signature = Bcmls.SUITE.signWithLabel(
                identity.signaturePrivateKey(),
                MemberReport.LABEL,
                report.content().toArray());
        return report.signed(Octets.of(signature));
    }
}
