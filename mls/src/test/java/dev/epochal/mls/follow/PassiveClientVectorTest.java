package dev.epochal.mls.follow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.CipherSuite;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.framing.PublicMessage;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.group.Welcome;
import dev.epochal.mls.keypackage.KeyPackage;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.vector.Vectors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PassiveClientVectorTest {
    private static final Rules RULES = Rules.strict()
            .withLifetimesChecked(false)
            .withUniqueIdentities(false)
            .withExternalCommits(true);
    private static final Observer OBSERVER = new Observer(SignatureVerifier.fastest(), RULES, 0);

    private int groups;
    private int commits;
    private int proposals;
    private final Set<Integer> suites = new TreeSet<>();

    @Test
    void joins_each_published_group() {
        followAll("passive-client-welcome.json");
        assertThat(groups).isEqualTo(56);
    }

    @Test
    void follows_each_published_commit() {
        followAll("passive-client-handling-commit.json");
        assertThat(groups).isEqualTo(91);
        assertThat(suites).containsExactly(1, 2, 3, 4, 5, 6, 7);
        followAll("passive-client-random.json");
        assertThat(commits).isEqualTo(382);
        assertThat(proposals).isEqualTo(1626);
    }

    private void followAll(String file) {
        for (JsonNode vector : Vectors.read(file)) {
            follow(vector);
            groups++;
            suites.add(vector.get("cipher_suite").asInt());
        }
        Vectors.passed(file + " groups", groups);
        Vectors.passed(file + " commits so far", commits);
        Vectors.passed(file + " proposals so far", proposals);
    }

    private void follow(JsonNode vector) {
        PublicGroup group = join(vector);
        for (JsonNode epoch : vector.get("epochs")) {
            List<VerifiedProposal> live = new ArrayList<>();
            for (JsonNode proposal : epoch.get("proposals")) {
                live.add(OBSERVER.verifyProposal(group, message(proposal)).orThrow());
                proposals++;
            }
            StagedCommit staged =
                    OBSERVER.stage(group, message(epoch.get("commit")), live).orThrow();
            assertThat(staged.takenOnTrust()).isEmpty();
            replay(group, staged);
            group = staged.after();
            commits++;
        }
    }

    /// The delta alone leads from one tree to the next.
    private static void replay(PublicGroup before, StagedCommit staged) {
        Map<Integer, Octets> nodes = new HashMap<>();
        RatchetTree tree = before.ratchetTree();
        for (int node = 0; node < tree.nodes().size(); node++) {
            int index = node;
            tree.node(node).ifPresent(value -> nodes.put(index, value.bytes()));
        }
        staged.treeDelta().nodes().forEach((node, bytes) -> {
            nodes.remove(node);
            bytes.ifPresent(octets -> nodes.put(node, octets));
        });
        Map<Integer, Octets> expected = new HashMap<>();
        RatchetTree after = staged.after().ratchetTree();
        for (int node = 0; node < after.nodes().size(); node++) {
            int index = node;
            after.node(node).ifPresent(value -> expected.put(index, value.bytes()));
        }
        assertThat(nodes).isEqualTo(expected);
        assertThat(staged.treeDelta().leafCount()).isEqualTo(after.leafCount());
    }

    private static PublicGroup join(JsonNode vector) {
        CipherSuite suite = CipherSuite.of(vector.get("cipher_suite").asInt()).orElseThrow();
        Map<Octets, Octets> psks = new HashMap<>();
        for (JsonNode psk : vector.get("external_psks")) {
            psks.put(Vectors.octets(psk, "psk_id"), Vectors.octets(psk, "psk"));
        }
        KeyPackage keyPackage = switch (MlsMessage.parse(Vectors.octets(vector, "key_package"))) {
            case MlsMessage.OfKeyPackage(KeyPackage value, Octets _) -> value;
            default -> throw new IllegalStateException("no KeyPackage");
        };
        Welcome welcome = switch (MlsMessage.parse(Vectors.octets(vector, "welcome"))) {
            case MlsMessage.OfWelcome(Welcome value, Octets _) -> value;
            default -> throw new IllegalStateException("no Welcome");
        };
        GroupInfo groupInfo =
                new WelcomeOpener(suite, psks).open(welcome, keyPackage, Vectors.octets(vector, "init_priv"));
        return vector.get("ratchet_tree").isNull()
                ? OBSERVER.join(groupInfo).orThrow()
                : OBSERVER.join(groupInfo, RatchetTree.parse(Vectors.octets(vector, "ratchet_tree")))
                        .orThrow();
    }

    private static PublicMessage message(JsonNode hex) {
        return switch (MlsMessage.parse(Octets.ofHex(hex.asText()))) {
            case MlsMessage.OfPublicMessage(var value, Octets _) -> value;
            default -> throw new IllegalStateException("no PublicMessage");
        };
    }
}
