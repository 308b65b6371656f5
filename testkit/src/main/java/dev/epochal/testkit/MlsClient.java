package dev.epochal.testkit;

import dev.epochal.client.EpochalClient;
import dev.epochal.client.GroupPolicy;
import dev.epochal.client.Handshakes;
import dev.epochal.client.KeyPackages;
import dev.epochal.client.Octets;
import dev.epochal.client.Outcome;
import dev.epochal.client.PendingWelcome;
import dev.epochal.client.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// A real MLS client of a server: an identity, its KeyPackages, and its groups. Not thread-safe.
public final class MlsClient {
    private static final int ATTEMPTS = 100;
    private static final int CIPHER_SUITE = Bcmls.SUITE.getSuiteID();

    private final MlsIdentity identity;
    private final EpochalClient http;
    private final Map<Octets, KeyPackageSecrets> secretsByRef = new HashMap<>();
    private final Map<Octets, Membership> groups = new HashMap<>();
    private boolean registered;
    private boolean treesLeftOut;

    /// A client that talks to the server through `http`, whose token must name the same user and client.
    public MlsClient(MlsIdentity identity, EpochalClient http) {
        this.identity = identity;
        this.http = http;
    }

    /// A client with a fresh identity on the connections of `http`.
    public static MlsClient create(EpochalClient http, String user, String client, Supplier<String> token) {
        return new MlsClient(MlsIdentity.generate(user, client), http.withToken(token));
    }

    /// Who this client is.
    public MlsIdentity identity() {
        return identity;
    }

    /// The HTTP client of this caller.
    public EpochalClient http() {
        return http;
    }

    /// Takes ratchet trees from the server and sends none from now on, but for those of groups that it creates.
    public MlsClient leavingTreesOut() {
        treesLeftOut = true;
        return this;
    }

    /// Registers the signature key at the server, unless this client has done so before.
    public void register() {
        if (!registered) {
            http.directory().register(identity.client(), List.of(identity.signatureKey()));
            registered = true;
        }
    }

    /// Makes fresh KeyPackages and publishes them. Registers before.
    public KeyPackages.Published publishKeyPackages(int count) {
        register();
        var messages = new ArrayList<Octets>();
        for (int i = 0; i < count; i++) {
            var secrets = KeyPackageSecrets.generate(identity);
            secretsByRef.put(secrets.ref(), secrets);
            messages.add(secrets.message());
        }
        return http.publishKeyPackages(messages);
    }

    /// Creates a group with this client as its only member. Registers before.
    public Receipt createGroup(Octets groupId) {
        register();
        var group = MlsGroup.create(identity, groupId);
        var receipt = http.createGroup(group.groupInfo(), Handshakes.PUBLIC);
        enter(group, receipt.seq() + 1);
        return receipt;
    }

    /// The same with a policy of its own.
    public Receipt createGroup(Octets groupId, GroupPolicy policy) {
        register();
        var group = MlsGroup.create(identity, groupId);
        var receipt = http.createGroup(group.groupInfo(), Handshakes.PUBLIC, policy);
        enter(group, receipt.seq() + 1);
        return receipt;
    }

    /// Joins a group whose policy allows that by an external Commit, in as many attempts as it takes. A client that
    /// is a member replaces its leaf. Registers nothing: its key must be known.
    public Receipt joinByItself(Octets groupId) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var entry = MlsGroup.enter(identity, http.externalJoin(groupId));
            if (http.submitCommit(groupId, entry.bundle()) instanceof Outcome.Accepted<Receipt>(var receipt)) {
                enter(entry.group(), receipt.seq() + 1);
                return receipt;
            }
        }
        throw new IllegalStateException(identity.name() + " could not join in " + ATTEMPTS + " epochs of " + groupId);
    }

    /// The same with Commits that the sabotage spoils, and with senders that may propose from outside.
    public Receipt createGroup(Octets groupId, GroupPolicy policy, Sabotage sabotage, List<MlsIdentity> outsiders) {
        register();
        var group = MlsGroup.create(identity, groupId, sabotage.suite(), outsiders);
        var receipt = http.createGroup(group.groupInfo(), Handshakes.PUBLIC, policy);
        enter(group, receipt.seq() + 1);
        return receipt;
    }

    /// The groups that this client created or joined.
    public Set<Octets> groups() {
        return Set.copyOf(groups.keySet());
    }

    /// The membership in a group that this client created or joined.
    ///
    /// @throws IllegalArgumentException if it is in no such group
    public Membership group(Octets groupId) {
        var membership = groups.get(groupId);
        if (membership == null) {
            throw new IllegalArgumentException(identity.name() + " is not in group " + groupId);
        }
        return membership;
    }

    /// Claims a KeyPackage of each client of these users and adds all of them in one Commit.
    public CommitReport invite(Octets groupId, List<String> users) {
        var keyPackages = new ArrayList<Octets>();
        for (var user : users) {
            http.claimKeyPackages(user, CIPHER_SUITE)
                    .claimed()
                    .forEach(claimed -> keyPackages.add(claimed.keyPackage()));
        }
        return group(groupId).commit(_ -> CommitPlan.add(keyPackages));
    }

    /// Removes a user with all of its clients.
    public CommitReport remove(Octets groupId, String user) {
        return group(groupId)
                .commit(group -> CommitPlan.remove(group.members().stream()
                        .filter(member -> member.user().equals(user))
                        .map(member -> member.leafIndex())
                        .toList()));
    }

    /// Renews this client's keys in a group.
    public CommitReport update(Octets groupId) {
        return group(groupId).commit(_ -> CommitPlan.update());
    }

    /// Joins each group that a Welcome waits for, and acknowledges the Welcome.
    ///
    /// @param wait how long to wait for one, up to 25 s
    /// @return the groups joined
    public List<Octets> acceptWelcomes(Duration wait) {
        var joined = new ArrayList<Octets>();
        for (var welcome : http.welcomes(wait)) {
            var secrets = secretsByRef.remove(welcome.keyPackageRef());
            if (secrets != null) {
                joined.add(join(welcome, secrets));
                http.acknowledgeWelcome(welcome.id());
            }
        }
        return joined;
    }

    private Octets join(PendingWelcome welcome, KeyPackageSecrets secrets) {
        var tree = treesLeftOut
                ? http.ratchetTree(welcome.groupId(), welcome.epoch()).bytes()
                : Octets.empty();
        var group = MlsGroup.join(identity, secrets, welcome.welcome(), tree);
        if (!group.groupId().equals(welcome.groupId()) || group.epoch() != welcome.epoch()) {
            throw new IllegalStateException("The Welcome leads to epoch " + group.epoch() + " of " + group.groupId()
                    + ", not to epoch " + welcome.epoch() + " of " + welcome.groupId());
        }
        enter(group, welcome.seq() + 1);
        return group.groupId();
    }

    private void enter(MlsGroup group, long from) {
        if (treesLeftOut) {
            group.leaveTreesOut();
        }
        groups.put(group.groupId(), new Membership(identity, group, http, from));
    }
}
