package dev.epochal.mls.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.commit.Commit;
import dev.epochal.mls.extension.AppDataDictionary;
import dev.epochal.mls.extension.RequiredCapabilities;
import dev.epochal.mls.framing.AuthenticatedContent;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.group.GroupContext;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.group.GroupSecrets;
import dev.epochal.mls.keypackage.KeyPackage;
import dev.epochal.mls.proposal.Proposal;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.tree.UpdatePath;
import java.util.function.Function;

/// No decoder throws anything but the declared exception, and what it accepts has one encoding only. To search:
/// `JAZZER_FUZZ=1 mvn -pl mls -Djacoco.skip -Dtest='DecoderFuzz#message' test`.
class DecoderFuzz {
    @FuzzTest
    void message(byte[] input) {
        check(input, MlsMessage::parse);
    }

    @FuzzTest
    void authenticatedContent(byte[] input) {
        check(input, AuthenticatedContent::parse);
    }

    @FuzzTest
    void proposal(byte[] input) {
        check(input, Proposal::parse);
    }

    @FuzzTest
    void commit(byte[] input) {
        check(input, Commit::parse);
    }

    @FuzzTest
    void updatePath(byte[] input) {
        check(input, UpdatePath::parse);
    }

    @FuzzTest
    void ratchetTree(byte[] input) {
        check(input, RatchetTree::parse);
    }

    @FuzzTest
    void keyPackage(byte[] input) {
        check(input, KeyPackage::parse);
    }

    @FuzzTest
    void groupInfo(byte[] input) {
        check(input, GroupInfo::parse);
    }

    @FuzzTest
    void groupContext(byte[] input) {
        check(input, GroupContext::parse);
    }

    @FuzzTest
    void groupSecrets(byte[] input) {
        check(input, GroupSecrets::parse);
    }

    @FuzzTest
    void extensionContents(byte[] input) {
        check(input, RequiredCapabilities::parse);
        check(input, AppDataDictionary::parse);
    }

    private static void check(byte[] input, Function<Octets, Struct> parser) {
        Octets octets = Octets.copyOf(input);
        try {
            if (!parser.apply(octets).encoded().equals(octets)) {
                throw new IllegalStateException("a second encoding of " + octets.hex());
            }
        } catch (MalformedException _) {
            // The one exception that a decoder may throw.
        }
    }
}
