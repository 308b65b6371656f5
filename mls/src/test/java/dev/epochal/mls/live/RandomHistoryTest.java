package dev.epochal.mls.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.mls.follow.Observer;
import dev.epochal.mls.follow.PublicGroup;
import dev.epochal.mls.follow.Rules;
import dev.epochal.mls.follow.StagedCommit;
import dev.epochal.mls.follow.VerifiedProposal;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.framing.PublicMessage;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.group.Welcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.mls.TreeKEM.LeafIndex;
import org.bouncycastle.mls.codec.Extension;
import org.bouncycastle.mls.codec.MLSMessage;
import org.bouncycastle.mls.codec.MLSOutputStream;
import org.bouncycastle.mls.codec.PreSharedKeyID;
import org.bouncycastle.mls.codec.Proposal;
import org.bouncycastle.mls.codec.WireFormat;
import org.bouncycastle.mls.crypto.MlsCipherSuite;
import org.bouncycastle.mls.protocol.Group;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random histories of live clients; after each Commit the observer's GroupContext and tree are theirs, octet
/// by octet. A longer run: `./epochal follow-soak`, or
/// `-Depochal.epochs=1000 -Depochal.members=200 -Depochal.live=200 -Depochal.seed=…`. Members beyond the number of
/// live ones stay in the tree and are silent.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RandomHistoryTest {
    private static final int EPOCHS = Integer.getInteger("epochal.epochs", 25);
    private static final int MEMBERS_MAX = Integer.getInteger("epochal.members", 24);
    private static final long SEED = Long.getLong("epochal.seed", 9420);
    private static final int LIVE_MAX = Integer.getInteger("epochal.live", 6);
    private static final byte[] GROUP_ID = Octets.ofText("live group").toByteArray();

    private final Observer observer =
            new Observer(SignatureVerifier.fastest(), Rules.strict().withExternalCommits(true), LiveClient.NOW);
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<LiveClient> live = new ArrayList<>();
    private final List<VerifiedProposal> pending = new ArrayList<>();
    private final Set<Integer> touched = new HashSet<>();
    private final List<LiveClient> joiners = new ArrayList<>();
    private final Set<Integer> leaving = new HashSet<>();
    private final Map<String, Integer> happened = new TreeMap<>();
    private boolean pskPending;
    private int lost;
    private int names;
    private MlsCipherSuite suite = MlsCipherSuite.BCMLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519;
    private LiveClient outsider = client();

    RandomHistoryTest() throws Exception {}

    private static Stream<Short> suites() {
        return Stream.of(System.getProperty("epochal.suites", "1,2,3,7").split(","))
                .map(Short::valueOf);
    }

    @ParameterizedTest
    @MethodSource("suites")
    void follows_a_random_history(short suiteId) throws Exception {
        suite = MlsCipherSuite.getSuite(suiteId);
        LiveClient creator = client();
        outsider = client();
        creator.create(GROUP_ID, outsider.asExternalSender());
        live.add(creator);
        PublicGroup group = observer.join(groupInfo(creator.groupInfo(true))).orThrow();
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            pending.clear();
            touched.clear();
            leaving.clear();
            pskPending = false;
            joiners.clear();
            boolean external = group.memberCount() > 1 && random.nextInt(10) == 0;
            group = external ? joinByItself(group) : commitByMember(group);
            for (LiveClient client : live) {
                compare(group, client);
            }
        }
        System.out.println("followed " + EPOCHS + " epochs of suite " + suiteId + ", seed " + SEED + ", at last "
                + group.memberCount() + " members (" + live.size() + " live), " + lost
                + " clients could not open a path secret; " + happened);
    }

    private LiveClient client() throws Exception {
        names++;
        return new LiveClient(suite, "client " + names, random.split());
    }

    private PublicGroup joinByItself(PublicGroup group) throws Exception {
        MLSMessage told = pick(live).groupInfo(true);
        Optional<LiveClient> earlier = random.nextInt(3) == 0 ? Optional.of(pick(live)) : Optional.empty();
        LiveClient joiner = earlier.isPresent() ? new LiveClient(suite, earlier.get().name, random.split()) : client();
        Octets commit = joiner.joinByItself(
                told.groupInfo,
                earlier.map(client -> new LeafIndex(client.leafIndex())).orElse(null));
        happens(earlier.isPresent() ? "resync" : "external join");
        earlier.ifPresent(live::remove);
        StagedCommit staged = observer.stage(group, message(commit), List.of()).orThrow();
        assertThat(staged.external()).isTrue();
        deliver(commit);
        live.add(joiner);
        if (live.size() > LIVE_MAX) {
            live.remove(random.nextInt(live.size() - 1));
        }
        return staged.after();
    }

    private PublicGroup commitByMember(PublicGroup group) throws Exception {
        LiveClient committer = pick(live);
        touched.add(committer.leafIndex());
        for (int i = random.nextInt(4); i > 0 && group.memberCount() > 1; i--) {
            propose(group, committer);
        }
        List<Proposal> byValue = new ArrayList<>();
        Set<Integer> removed = new HashSet<>(leaving);
        if (group.memberCount() < MEMBERS_MAX && (group.memberCount() == 1 || random.nextBoolean())) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                LiveClient joiner = client();
                joiners.add(joiner);
                byValue.add(Proposal.add(joiner.keyPackage));
                happens("add by value");
            }
        }
        if (group.memberCount() > 3 && random.nextInt(3) == 0) {
            int leaf = group.members().get(random.nextInt(group.memberCount())).leafIndex();
            if (touched.add(leaf)) {
                removed.add(leaf);
                happens("remove by value");
                byValue.add(Proposal.remove(new LeafIndex(leaf)));
            }
        }
        boolean path = group.memberCount() > 1 && random.nextInt(5) != 0;
        if (path && random.nextInt(10) == 0) {
            outsider = client();
            byValue.add(Proposal.groupContextExtensions(
                    new ArrayList<>(List.of(Extension.externalSender(List.of(outsider.asExternalSender()))))));
            happens("group context extensions");
        }
        if (random.nextInt(5) == 0 && !pskPending) {
            happens("psk by value");
            byte[] nonce = new byte[suite.getKDF().getHashLength()];
            random.nextBytes(nonce);
            byValue.add(Proposal.preSharedKey(PreSharedKeyID.external(LiveClient.PSK_ID.toByteArray(), nonce)));
        }
        happens(path ? "commit with path" : "commit without path where allowed");
        return commit(group, committer, committer.commit(byValue, path), removed);
    }

    private PublicGroup commit(
            PublicGroup group, LiveClient committer, Group.GroupWithMessage commit, Set<Integer> removed)
            throws Exception {
        Octets octets = Octets.owning(MLSOutputStream.encode(commit.message));
        GroupInfo groupInfo = groupInfo(committer.groupInfo(random.nextBoolean()));
        StagedCommit staged =
                observer.stage(group, message(octets), pending, groupInfo).orThrow();
        live.removeIf(client -> removed.contains(client.leafIndex()));
        live.remove(committer);
        deliver(octets);
        live.add(committer);
        if (!joiners.isEmpty()) {
            MLSMessage welcome = new MLSMessage(WireFormat.mls_welcome);
            welcome.welcome = commit.message.welcome;
            observer.checkWelcomes(staged, List.of(welcome(welcome))).orThrow();
            for (LiveClient joiner : joiners) {
                if (live.size() < LIVE_MAX) {
                    joiner.join(commit.message.welcome);
                    live.add(joiner);
                }
            }
        }
        return staged.after();
    }

    /// A proposal in a message of its own, by somebody else than the committer.
    private void propose(PublicGroup group, LiveClient committer) throws Exception {
        LiveClient proposer = pick(live);
        Octets message;
        switch (random.nextInt(7)) {
            case 0 -> {
                if (proposer.equals(committer) || !touched.add(proposer.leafIndex())) {
                    return;
                }
                happens("update by reference");
                message = proposer.proposeUpdate();
            }
            case 5, 6 -> {
                int place = random.nextInt(group.memberCount());
                int leaf = group.members().get(place).leafIndex();
                boolean itself = proposer.leafIndex() == leaf;
                if (group.memberCount() < 6 + leaving.size() || itself || !touched.add(leaf)) {
                    return;
                }
                leaving.add(leaf);
                // These clients take no Proposal to remove themselves: whoever has to go leaves the scene at once.
                live.removeIf(client -> client.leafIndex() == leaf);
                boolean fromOutside = random.nextBoolean();
                happens(fromOutside ? "remove from outside" : "remove by reference");
                message = fromOutside
                        ? fromOutside(group, Proposal.remove(new LeafIndex(leaf)))
                        : proposer.proposeRemove(place);
            }
            case 1 -> {
                LiveClient joiner = client();
                joiners.add(joiner);
                message = proposer.proposeAdd(joiner.keyPackage);
                happens("add by reference");
            }
            case 2 -> {
                LiveClient joiner = client();
                joiners.add(joiner);
                message = joiner.proposeItself(GROUP_ID, group.context().epoch());
                happens("add by the new member");
            }
            case 3 -> {
                LiveClient joiner = client();
                joiners.add(joiner);
                message = fromOutside(group, Proposal.add(joiner.keyPackage));
                happens("add from outside");
            }
            default -> {
                // These clients take one use of a key for each Commit, whatever the nonce.
                if (pskPending) {
                    return;
                }
                pskPending = true;
                message = proposer.proposePsk();
                happens("psk by reference");
            }
        }
        pending.add(observer.verifyProposal(group, message(message)).orThrow());
        deliver(message);
    }

    private Octets fromOutside(PublicGroup group, Proposal proposal) throws Exception {
        return outsider.proposeFromOutside(GROUP_ID, group.context().epoch(), proposal);
    }

    private void happens(String what) {
        happened.merge(what, 1, Integer::sum);
    }

    /// Some of these clients now and then fail to open a path secret that is sealed to them, which no observer
    /// can see. They leave the scene; the others go on.
    private void deliver(Octets message) throws Exception {
        for (LiveClient client : List.copyOf(live)) {
            try {
                client.handle(message);
            } catch (InvalidCipherTextException e) {
                live.remove(client);
                lost++;
            }
        }
    }

    private void compare(PublicGroup group, LiveClient client) throws Exception {
        GroupInfo theirs = groupInfo(client.groupInfo(false));
        assertThat(theirs.groupContext().bytes()).isEqualTo(group.context().bytes());
        assertThat(client.tree()).isEqualTo(group.ratchetTree().encoded());
        observer.checkGroupInfo(group, theirs).orThrow();
    }

    private LiveClient pick(List<LiveClient> clients) {
        return clients.get(random.nextInt(clients.size()));
    }

    private static PublicMessage message(Octets octets) {
        return ((MlsMessage.OfPublicMessage) MlsMessage.parse(octets)).message();
    }

    private static GroupInfo groupInfo(MLSMessage message) throws Exception {
        Octets octets = Octets.owning(MLSOutputStream.encode(message));
        return ((MlsMessage.OfGroupInfo) MlsMessage.parse(octets)).groupInfo();
    }

    private static Welcome welcome(MLSMessage message) throws Exception {
        Octets octets = Octets.owning(MLSOutputStream.encode(message));
        return ((MlsMessage.OfWelcome) MlsMessage.parse(octets)).welcome();
    }
}
