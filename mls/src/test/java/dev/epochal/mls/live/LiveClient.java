package dev.epochal.mls.live;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.mls.TreeKEM.LeafIndex;
import org.bouncycastle.mls.TreeKEM.LeafNode;
import org.bouncycastle.mls.TreeKEM.LifeTime;
import org.bouncycastle.mls.codec.Capabilities;
import org.bouncycastle.mls.codec.Credential;
import org.bouncycastle.mls.codec.Extension;
import org.bouncycastle.mls.codec.ExternalSender;
import org.bouncycastle.mls.codec.GroupInfo;
import org.bouncycastle.mls.codec.KeyPackage;
import org.bouncycastle.mls.codec.MLSInputStream;
import org.bouncycastle.mls.codec.MLSMessage;
import org.bouncycastle.mls.codec.MLSOutputStream;
import org.bouncycastle.mls.codec.Proposal;
import org.bouncycastle.mls.codec.Welcome;
import org.bouncycastle.mls.crypto.MlsCipherSuite;
import org.bouncycastle.mls.crypto.Secret;
import org.bouncycastle.mls.protocol.Group;
import org.jspecify.annotations.Nullable;

/// A client of BouncyCastle's MLS, with all its secrets.
final class LiveClient {
    /// These clients look at the clock by themselves.
    static final long NOW = System.currentTimeMillis() / 1_000;
    static final Octets PSK_ID = Octets.ofText("shared before");
    private static final byte[] PSK =
            Octets.ofText("a secret that all of them know..").toByteArray();

    private final MlsCipherSuite suite;
    private final SplittableRandom random;
    private final AsymmetricCipherKeyPair initKey;
    private final AsymmetricCipherKeyPair leafKey;
    private final AsymmetricCipherKeyPair signatureKey;
    final KeyPackage keyPackage;
    private Group group = new Group();

    final String name;

    LiveClient(MlsCipherSuite suite, String name, SplittableRandom random) throws Exception {
        this.suite = suite;
        this.name = name;
        this.random = random;
        this.initKey = suite.getHPKE().generatePrivateKey();
        this.leafKey = suite.getHPKE().generatePrivateKey();
        this.signatureKey = suite.generateSignatureKeyPair();
        byte[] signatureSecret = suite.serializeSignaturePrivateKey(signatureKey.getPrivate());
        LeafNode leaf = new LeafNode(
                suite,
                suite.getHPKE().serializePublicKey(leafKey.getPublic()),
                suite.serializeSignaturePublicKey(signatureKey.getPublic()),
                Credential.forBasic(Octets.ofText(name).toByteArray()),
                new Capabilities(),
                lifetime(),
                new ArrayList<>(),
                signatureSecret);
        this.keyPackage = new KeyPackage(
                suite,
                suite.getHPKE().serializePublicKey(initKey.getPublic()),
                leaf,
                new ArrayList<>(),
                signatureSecret);
    }

    private static LifeTime lifetime() throws Exception {
        Octets octets = new Writer().u64(NOW - 3_600).u64(NOW + 30 * 86_400).toOctets();
        return new LifeTime(new MLSInputStream(octets.toByteArray()));
    }

    /// Starts a group in which one outsider may propose.
    void create(byte[] groupId, ExternalSender outsider) throws Exception {
        byte[] signatureSecret = suite.serializeSignaturePrivateKey(signatureKey.getPrivate());
        List<Extension> extensions = new ArrayList<>(List.of(Extension.externalSender(List.of(outsider))));
        group = new Group(groupId, suite, leafKey, signatureSecret, keyPackage.getLeafNode(), extensions);
        group.insertExternalPsk(new Secret(PSK_ID.toByteArray()), PSK);
    }

    void join(Welcome welcome) throws Exception {
        group = new Group(
                suite.getHPKE().serializePrivateKey(initKey.getPrivate()),
                leafKey,
                suite.serializeSignaturePrivateKey(signatureKey.getPrivate()),
                keyPackage,
                welcome,
                null,
                psks(),
                new HashMap<>());
        group.insertExternalPsk(new Secret(PSK_ID.toByteArray()), PSK);
    }

    /// Joins, and removes an earlier self at that leaf if there is one.
    Octets joinByItself(GroupInfo groupInfo, @Nullable LeafIndex earlier) throws Exception {
        Group.GroupWithMessage joined = Group.externalJoin(
                fresh(),
                signatureKey,
                keyPackage,
                groupInfo,
                null,
                inClear(),
                earlier,
                random.nextBoolean() ? psks() : new HashMap<>());
        group = joined.group;
        group.insertExternalPsk(new Secret(PSK_ID.toByteArray()), PSK);
        return Octets.owning(MLSOutputStream.encode(joined.message));
    }

    Octets proposeItself(byte[] groupId, long epoch) throws Exception {
        return Octets.owning(MLSOutputStream.encode(Group.newMemberAdd(groupId, epoch, keyPackage, signatureKey)));
    }

    ExternalSender asExternalSender() {
        return new ExternalSender(
                suite.serializeSignaturePublicKey(signatureKey.getPublic()),
                Credential.forBasic(Octets.ofText("outsider").toByteArray()));
    }

    Octets proposeFromOutside(byte[] groupId, long epoch, Proposal proposal) throws Exception {
        byte[] signatureSecret = suite.serializeSignaturePrivateKey(signatureKey.getPrivate());
        return Octets.owning(MLSOutputStream.encode(
                MLSMessage.externalProposal(suite, groupId, epoch, proposal, 0, signatureSecret)));
    }

    Octets proposeUpdate() throws Exception {
        Proposal update = group.updateProposal(suite.getHPKE().generatePrivateKey(), new Group.LeafNodeOptions());
        return Octets.owning(MLSOutputStream.encode(group.update(update, inClear())));
    }

    /// The other implementation names a member by its place among the members.
    Octets proposeRemove(int place) throws Exception {
        return Octets.owning(MLSOutputStream.encode(group.remove(new LeafIndex(place), inClear())));
    }

    Octets proposeAdd(KeyPackage other) throws Exception {
        return Octets.owning(MLSOutputStream.encode(group.add(other, inClear())));
    }

    Octets proposePsk() throws Exception {
        return Octets.owning(MLSOutputStream.encode(group.preSharedKey(PSK_ID.toByteArray(), inClear())));
    }

    /// Handles a proposal or somebody else's Commit.
    void handle(Octets message) throws Exception {
        Group next = group.handle(message.toByteArray(), null);
        if (next != null) {
            group = next;
        }
    }

    /// A Commit over all pending proposals and these, with its Welcome; the client goes on at once.
    Group.GroupWithMessage commit(List<Proposal> proposals, boolean path) throws Exception {
        Group.GroupWithMessage commit = group.commit(
                fresh(),
                new Group.CommitOptions(proposals, true, path, null),
                inClear(),
                new Group.CommitParameters(Group.NORMAL_COMMIT_PARAMS));
        group = commit.group;
        return commit;
    }

    int leafIndex() {
        return group.getIndex().value();
    }

    MLSMessage groupInfo(boolean withTree) throws Exception {
        return group.getGroupInfo(withTree);
    }

    Octets tree() throws Exception {
        return Octets.owning(MLSOutputStream.encode(group.getTree()));
    }

    private Map<Secret, byte[]> psks() {
        Map<Secret, byte[]> psks = new HashMap<>();
        psks.put(new Secret(PSK_ID.toByteArray()), PSK);
        return psks;
    }

    private Secret fresh() {
        byte[] secret = new byte[suite.getKDF().getHashLength()];
        random.nextBytes(secret);
        return new Secret(secret);
    }

    private static Group.MessageOptions inClear() {
        return new Group.MessageOptions(false, new byte[0], 0);
    }
}
