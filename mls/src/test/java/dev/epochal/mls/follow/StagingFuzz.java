package dev.epochal.mls.follow;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.validation.Checked;
import java.util.List;

/// The observer throws for no parsed message. Its signatures are all taken as valid, so that the search gets behind
/// them.
class StagingFuzz {
    private static final SignatureVerifier CREDULOUS = (_, _, _, _) -> true;
    private final PaperGroup group = PaperGroup.ofFour();
    private final Observer observer = new Observer(CREDULOUS, group.observer.rules(), PaperClient.NOW);

    @FuzzTest
    void anyMessage(byte[] input) {
        try {
            observe(MlsMessage.parse(Octets.copyOf(input)));
        } catch (MalformedException _) {
            // No message, nothing to observe.
        }
    }

    private void observe(MlsMessage message) {
        switch (message) {
            case MlsMessage.OfPublicMessage(var value, Octets _) -> {
                observer.verifyProposal(group.state, value);
                Checked<StagedCommit> staged = observer.stage(group.state, value, List.of());
                if (staged instanceof Checked.Passed<StagedCommit>(StagedCommit commit)) {
                    commit.treeDelta();
                    observer.checkWelcomes(commit, List.of());
                }
            }
            case MlsMessage.OfGroupInfo(var groupInfo, Octets _) -> {
                observer.checkGroupInfo(group.state, groupInfo);
                observer.join(groupInfo);
            }
            case MlsMessage.OfKeyPackage(var keyPackage, Octets _) -> observer.checkKeyPackage(keyPackage);
            case MlsMessage.OfWelcome _, MlsMessage.OfPrivateMessage _ -> {}
        }
    }
}
