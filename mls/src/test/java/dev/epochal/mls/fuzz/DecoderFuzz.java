package dev.epochal.mls.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.commit.Commit;
import dev.epochal.mls.credential.CertificateKey;
import dev.epochal.mls.credential.X509Credential;
import dev.epochal.mls.crypto.SignatureScheme;
import dev.epochal.mls.extension.AppDataDictionary;
import dev.epochal.mls.extension.ExternalSender;
import dev.epochal.mls.extension.RequiredCapabilities;
import dev.epochal.mls.extension.SafeAad;
import dev.epochal.mls.framing.AuthenticatedContent;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.group.GroupContext;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.group.GroupSecrets;
import dev.epochal.mls.group.PartialGroupInfo;
import dev.epochal.mls.keypackage.KeyPackage;
import dev.epochal.mls.proposal.Proposal;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.tree.UpdatePath;
import dev.epochal.mls.vector.Allocation;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// No decoder throws anything but the declared exception or allocates more than a multiple of its input, and what it
/// accepts has one encoding only. `./epochal fuzz` searches; each build runs the seeds.
class DecoderFuzz {
    private static final int BASE_BYTES = 20_000;
    private static final int FACTOR_MAX = 160;

    @FuzzTest(maxDuration = "1m")
    void message(byte[] input) {
        check(input, MlsMessage::parse);
    }

    @FuzzTest(maxDuration = "1m")
    void authenticatedContent(byte[] input) {
        check(input, AuthenticatedContent::parse);
    }

    @FuzzTest(maxDuration = "1m")
    void proposal(byte[] input) {
        check(input, Proposal::parse);
    }

    @FuzzTest(maxDuration = "1m")
    void commit(byte[] input) {
        check(input, Commit::parse);
    }

    @FuzzTest(maxDuration = "1m")
    void updatePath(byte[] input) {
        check(input, UpdatePath::parse);
    }

    @FuzzTest(maxDuration = "1m")
    void ratchetTree(byte[] input) {
        check(input, RatchetTree::parse);
    }

    @FuzzTest(maxDuration = "1m")
    void keyPackage(byte[] input) {
        check(input, KeyPackage::parse);
    }

    @FuzzTest(maxDuration = "1m")
    void groupInfo(byte[] input) {
        check(input, GroupInfo::parse);
    }

    @FuzzTest(maxDuration = "1m")
    void partialGroupInfo(byte[] input) {
        check(input, PartialGroupInfo::parse);
    }

    @FuzzTest(maxDuration = "1m")
    void groupContext(byte[] input) {
        check(input, GroupContext::parse);
    }

    @FuzzTest(maxDuration = "1m")
    void groupSecrets(byte[] input) {
        check(input, GroupSecrets::parse);
    }

    @FuzzTest(maxDuration = "1m")
    void extensionContents(byte[] input) {
        check(input, RequiredCapabilities::parse);
        check(input, AppDataDictionary::parse);
        for (Consumer<Octets> parser : List.<Consumer<Octets>>of(SafeAad::check, ExternalSender::parseAll)) {
            try {
                parser.accept(Octets.copyOf(input));
            } catch (MalformedException _) {
                // The one exception that a decoder may throw.
            }
        }
    }

    @FuzzTest(maxDuration = "1m")
    void certificate(byte[] input) {
        X509Credential credential = new X509Credential(List.of(Octets.copyOf(input)));
        for (SignatureScheme scheme : SignatureScheme.values()) {
            CertificateKey.of(credential, scheme);
        }
    }

    private static void check(byte[] input, Function<Octets, Struct> parser) {
        Octets octets = Octets.copyOf(input);
        try {
            Allocation.limit(BASE_BYTES + (long) FACTOR_MAX * octets.size(), () -> {
                Struct _ = parser.apply(octets);
            });
            if (!parser.apply(octets).encoded().equals(octets)) {
                throw new IllegalStateException("a second encoding of " + octets.hex());
            }
        } catch (MalformedException _) {
            // The one exception that a decoder may throw.
        }
    }
}
