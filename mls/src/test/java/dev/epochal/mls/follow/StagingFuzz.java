package dev.epochal.mls.follow;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.framing.PublicMessage;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.validation.Checked;
import dev.epochal.mls.vector.Allocation;
import java.util.List;

/// The observer throws for no parsed message and allocates no more than a multiple of it. Its signatures are all
/// taken as valid, so that the search gets behind them. `./epochal fuzz` searches; each build runs the seeds.
class StagingFuzz {
    private static final SignatureVerifier CREDULOUS = (_, _, _, _) -> true;
    /// What the path, the hashes and the tree of this group take, whatever the message says.
    private static final int BASE_BYTES = 400_000;

    private static final int FACTOR_MAX = 1_000;

    private final PaperGroup group = PaperGroup.ofFour();
    private final Observer observer = new Observer(CREDULOUS, group.observer.rules(), PaperClient.NOW);
    private final List<VerifiedProposal> live = List.of(group.verified(2, group.update(2, _ -> {})));
    private final StagedCommit adding = group.stage(
                    group.commit(0).with(new Add(group.client("erin").keyPackage())))
            .orThrow();

    @FuzzTest(maxDuration = "1m")
    void anyMessage(byte[] input) {
        try {
            MlsMessage message = MlsMessage.parse(Octets.copyOf(input));
            Allocation.limit(BASE_BYTES + (long) FACTOR_MAX * input.length, () -> observe(message));
        } catch (MalformedException _) {
            // No message, nothing to observe.
        }
    }

    private void observe(MlsMessage message) {
        switch (message) {
            case MlsMessage.OfPublicMessage(var value, Octets _) -> stage(value);
            case MlsMessage.OfGroupInfo(var groupInfo, Octets _) -> {
                observer.checkGroupInfo(group.state, groupInfo);
                observer.join(groupInfo);
            }
            case MlsMessage.OfKeyPackage(var keyPackage, Octets _) -> observer.checkKeyPackage(keyPackage);
            case MlsMessage.OfWelcome(var welcome, Octets _) -> observer.checkWelcomes(adding, List.of(welcome));
            case MlsMessage.OfPrivateMessage(var sealed, Octets _) -> observer.checkSealed(group.state, sealed);
        }
    }

    private void stage(PublicMessage message) {
        observer.verifyProposal(group.state, message);
        Checked<StagedCommit> staged = observer.stage(group.state, message, live);
        if (staged instanceof Checked.Passed<StagedCommit>(StagedCommit commit)) {
            commit.treeDelta();
            observer.checkWelcomes(commit, List.of());
        }
    }
}
