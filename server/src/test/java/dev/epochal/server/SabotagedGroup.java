package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.client.GroupEvent;
import dev.epochal.client.GroupPolicy;
import dev.epochal.client.Octets;
import dev.epochal.client.Receipt;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.testkit.MlsClient;
import dev.epochal.testkit.MlsEngineException;
import dev.epochal.testkit.MlsIdentity;
import dev.epochal.testkit.Sabotage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A group whose founder can make Commits that some of the members can't apply, and only they can see that.
final class SabotagedGroup {
    /// How long a Welcome or an event is waited for.
    static final Duration PATIENCE = Duration.ofSeconds(25);

    private final Octets id = RunningServer.newGroupId();
    private final Sabotage sabotage = new Sabotage();

    Octets id() {
        return id;
    }

    /// Founds it, and adds the others.
    ///
    /// @param outsiders who may propose from outside
    void begin(GroupPolicy policy, List<MlsIdentity> outsiders, MlsClient founder, MlsClient... others) {
        founder.createGroup(id, policy, sabotage, outsiders);
        for (var other : others) {
            other.publishKeyPackages(1);
        }
        founder.invite(
                id,
                List.of(others).stream().map(other -> other.identity().user()).toList());
        for (var other : others) {
            other.acceptWelcomes(PATIENCE);
        }
    }

    /// A Commit of the founder whose secrets are wrong for these nodes of the tree, so that these members can't apply
    /// it.
    Receipt breakFor(MlsClient founder, List<Integer> nodes, List<MlsClient> victims) {
        sabotage.aimAt(encryptionKeys(founder, nodes));
        var broken = founder.update(id).receipt();
        sabotage.aimAt(Set.of());
        for (var victim : victims) {
            assertThatThrownBy(() -> victim.group(id).syncTo(broken.seq())).isInstanceOf(MlsEngineException.class);
        }
        return broken;
    }

    private Set<Octets> encryptionKeys(MlsClient member, List<Integer> nodes) {
        var tree = RatchetTree.parse(dev.epochal.mls.codec.Octets.copyOf(member.http()
                .ratchetTree(id, member.group(id).group().epoch())
                .bytes()
                .toArray()));
        return nodes.stream()
                .flatMap(node -> tree.node(node).stream())
                .map(node -> Octets.of(node.encryptionKey().octets().toByteArray()))
                .collect(Collectors.toSet());
    }

    /// The Commit that was accepted as this.
    Octets commit(MlsClient member, Receipt receipt) {
        var event =
                member.http().events(id, receipt.seq(), 1, PATIENCE).events().getFirst();
        return ((GroupEvent.CommitAccepted) event).commit();
    }

    /// What the audit of a group's exported history writes; it has to find nothing wrong.
    ///
    /// @param folder where the export is put
    /// @param options further options of the verb
    static String audit(RunningServer server, Octets groupId, Path folder, String... options) throws IOException {
        var file = folder.resolve(groupId.toString());
        try (var history =
                server.http().withToken(() -> server.auditorToken(groupId)).history(groupId)) {
            Files.copy(history, file);
        }
        var arguments = new String[options.length + 2];
        arguments[0] = "audit";
        arguments[1] = file.toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        var audit = Verb.run(arguments);
        assertThat(audit.exit()).as(audit.err() + audit.out()).isZero();
        return audit.out();
    }
}
