package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.credential.X509Credential;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.SubmitCommit;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.mls.TreeKEM.LeafIndex;
import org.bouncycastle.mls.TreeKEM.LeafNode;
import org.bouncycastle.mls.TreeKEM.LifeTime;
import org.bouncycastle.mls.codec.Capabilities;
import org.bouncycastle.mls.codec.Credential;
import org.bouncycastle.mls.codec.Extension;
import org.bouncycastle.mls.codec.ExternalSender;
import org.bouncycastle.mls.codec.KeyPackage;
import org.bouncycastle.mls.codec.MLSInputStream;
import org.bouncycastle.mls.codec.MLSMessage;
import org.bouncycastle.mls.codec.MLSOutputStream;
import org.bouncycastle.mls.codec.Proposal;
import org.bouncycastle.mls.codec.WireFormat;
import org.bouncycastle.mls.crypto.MlsCipherSuite;
import org.bouncycastle.mls.crypto.Secret;
import org.bouncycastle.mls.protocol.Group;

/// A client of BouncyCastle's MLS, with all its secrets.
final class LiveClient {
    /// These clients look at the clock by themselves.
    static final long NOW_MS = System.currentTimeMillis();

    static final MlsCipherSuite SUITE = MlsCipherSuite.BCMLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long DAY = 86_400;
    private static final short LAST_RESORT_TYPE = 10;
    private static final ByteString LAST_RESORT = ByteString.copyFrom(new byte[] {3, 0, LAST_RESORT_TYPE, 0});
    private static final ByteString MESSAGE_HEAD = ByteString.copyFrom(new byte[] {0, 1, 0, 5});

    private final String name;
    private final Credential credential;
    private final AsymmetricCipherKeyPair initKey;
    private final AsymmetricCipherKeyPair leafKey;
    private final AsymmetricCipherKeyPair signatureKey;
    private final KeyPackage keyPackage;
    private Group group = new Group();
    private boolean seals;
    private final boolean plain;

    /// A step that the engine declares to throw plain Exception.
    @FunctionalInterface
    private interface Step<T> {
        T run() throws Exception;
    }

    private static <T> T run(Step<T> step) {
        try {
            return step.run();
        } catch (Exception e) {
            throw new AssertionError("the engine: " + e.getMessage(), e);
        }
    }

    /// What its leaves are like.
    private record Leaf(Credential credential, long notAfter, boolean plain) {}

    private LiveClient(String name, AsymmetricCipherKeyPair signatureKey, Leaf leaf) throws Exception {
        this.name = name;
        this.plain = leaf.plain();
        this.credential = leaf.credential();
        this.initKey = SUITE.getHPKE().generatePrivateKey();
        this.leafKey = SUITE.getHPKE().generatePrivateKey();
        this.signatureKey = signatureKey;
        this.keyPackage = newKeyPackage(initKey, leafKey, leaf.notAfter());
    }

    /// A client with fresh keys; its name is "user/client".
    static LiveClient named(String name) {
        return run(() -> new LiveClient(
                name, SUITE.generateSignatureKeyPair(), new Leaf(basic(name), NOW_MS / 1_000 + 30 * DAY, false)));
    }

    /// The same with an X.509 credential.
    static LiveClient certified(String name, Function<Octets, X509Credential> authority) {
        return run(() -> {
            AsymmetricCipherKeyPair key = SUITE.generateSignatureKeyPair();
            Octets publicKey = Octets.owning(SUITE.serializeSignaturePublicKey(key.getPublic()));
            byte[] encoded = authority.apply(publicKey).encoded().toByteArray();
            Credential credential = (Credential) MLSInputStream.decode(encoded, Credential.class);
            return new LiveClient(name, key, new Leaf(credential, NOW_MS / 1_000 + 30 * DAY, false));
        });
    }

    private static Credential basic(String name) {
        return Credential.forBasic(ByteString.copyFromUtf8(name).toByteArray());
    }

    /// The same client with another KeyPackage that is valid for so many seconds from now on.
    LiveClient withKeyPackageFor(long seconds) {
        return run(() -> new LiveClient(name, signatureKey, new Leaf(credential, NOW_MS / 1_000 + seconds, false)));
    }

    /// The same client with a KeyPackage that supports no extensions.
    LiveClient withoutExtensions() {
        return run(() -> new LiveClient(name, signatureKey, new Leaf(credential, NOW_MS / 1_000 + DAY, true)));
    }

    private KeyPackage newKeyPackage(AsymmetricCipherKeyPair init, AsymmetricCipherKeyPair leaf, long notAfter)
            throws Exception {
        ByteBuffer lifetime = ByteBuffer.allocate(16)
                .putLong(Math.min(NOW_MS / 1_000, notAfter) - 3_600)
                .putLong(notAfter);
        LeafNode leafNode = new LeafNode(
                SUITE,
                SUITE.getHPKE().serializePublicKey(leaf.getPublic()),
                SUITE.serializeSignaturePublicKey(signatureKey.getPublic()),
                credential,
                capabilities(),
                new LifeTime(new MLSInputStream(lifetime.array())),
                new ArrayList<>(),
                signatureSecret());
        return new KeyPackage(
                SUITE,
                SUITE.getHPKE().serializePublicKey(init.getPublic()),
                leafNode,
                new ArrayList<>(),
                signatureSecret());
    }

    /// Another KeyPackage with the same encryption key.
    ByteString keyPackageWithSameLeafKey() {
        return run(() -> encode(MLSMessage.keyPackage(
                newKeyPackage(SUITE.getHPKE().generatePrivateKey(), leafKey, NOW_MS / 1_000 + DAY))));
    }

    /// A KeyPackage of last resort. The engine writes another number for the extension, so it is put in by hand: the
    /// list of extensions is the one octet before the signature, which has two octets of length.
    ByteString lastResortKeyPackage() {
        return run(() -> {
            byte[] plain = MLSOutputStream.encode(newKeyPackage(
                    SUITE.getHPKE().generatePrivateKey(), SUITE.getHPKE().generatePrivateKey(), NOW_MS / 1_000 + DAY));
            int signature = plain.length - 64 - 2;
            ByteString signed = ByteString.copyFrom(plain, 0, signature - 1).concat(LAST_RESORT);
            byte[] bySignatureKey = SUITE.signWithLabel(signatureSecret(), "KeyPackageTBS", signed.toByteArray());
            return MESSAGE_HEAD
                    .concat(signed)
                    .concat(ByteString.copyFrom(plain, signature, 2))
                    .concat(ByteString.copyFrom(bySignatureKey));
        });
    }

    ByteString publicSignatureKey() {
        return ByteString.copyFrom(SUITE.serializeSignaturePublicKey(signatureKey.getPublic()));
    }

    private Capabilities capabilities() {
        Capabilities capabilities = new Capabilities();
        if (!plain) {
            capabilities.getExtensions().add(LAST_RESORT_TYPE);
        }
        return capabilities;
    }

    private byte[] signatureSecret() {
        return SUITE.serializeSignaturePrivateKey(signatureKey.getPrivate());
    }

    /// Sends handshakes as PrivateMessage from now on.
    LiveClient sealing() {
        seals = true;
        return this;
    }

    Identity identity() {
        int slash = name.indexOf('/');
        return Identity.newBuilder()
                .setUser(name.substring(0, slash))
                .setClient(name.substring(slash + 1))
                .build();
    }

    ByteString keyPackage() {
        return run(() -> encode(MLSMessage.keyPackage(keyPackage)));
    }

    KeyPackage engineKeyPackage() {
        return keyPackage;
    }

    byte[] signatureSecretKey() {
        return signatureSecret();
    }

    LiveClient create(String groupId, ExternalSender... outsiders) {
        return run(() -> {
            List<Extension> extensions = new ArrayList<>();
            if (outsiders.length > 0) {
                extensions.add(Extension.externalSender(List.of(outsiders)));
            }
            byte[] id = ByteString.copyFromUtf8(groupId).toByteArray();
            group = new Group(id, SUITE, leafKey, signatureSecret(), keyPackage.getLeafNode(), extensions);
            return this;
        });
    }

    ByteString groupInfo(boolean withTree) {
        return encoded(group, withTree);
    }

    /// MLSMessage(mls_group_info) of a group as its member sees it.
    static ByteString encoded(Group group, boolean withTree) {
        return run(() -> encode(group.getGroupInfo(withTree)));
    }

    int leafIndex() {
        return group.getIndex().value();
    }

    long epoch() {
        return group.getEpoch();
    }

    ByteString epochAuthenticator() {
        return ByteString.copyFrom(group.getEpochAuthenticator());
    }

    /// A Commit that was made and may win or lose.
    ///
    /// @param submission what is sent
    record Staged(SubmitCommit submission, Group next) {}

    /// A Commit over all pending proposals and these; the client stays where it is.
    Staged stage(List<Proposal> proposals, boolean path) {
        return stage(proposals, path, Group.NORMAL_COMMIT_PARAMS);
    }

    Staged stageReInit(String successor) {
        Proposal reInit = run(() -> Proposal.reInit(
                ByteString.copyFromUtf8(successor).toByteArray(),
                org.bouncycastle.mls.codec.ProtocolVersion.mls10,
                SUITE,
                new ArrayList<>()));
        return stage(List.of(reInit), false, Group.REINIT_COMMIT_PARAMS);
    }

    private Staged stage(List<Proposal> proposals, boolean path, short parameters) {
        return run(() -> {
            Group.GroupWithMessage made = group.commit(
                    fresh(),
                    new Group.CommitOptions(proposals, true, path, null),
                    options(),
                    new Group.CommitParameters(parameters));
            return new Staged(bundle(made), made.group);
        });
    }

    /// The engine hangs a Welcome on each Commit, even on one that adds nobody.
    private static SubmitCommit bundle(Group.GroupWithMessage made) throws Exception {
        SubmitCommit.Builder bundle = SubmitCommit.newBuilder()
                .setCommit(encode(made.message))
                .setGroupInfo(encode(made.group.getGroupInfo(true)));
        if (made.message.welcome != null) {
            MLSMessage welcome = new MLSMessage(WireFormat.mls_welcome);
            welcome.welcome = made.message.welcome;
            ByteString bytes = encode(welcome);
            boolean adds = MlsMessage.parse(bytes.toByteArray()) instanceof MlsMessage.OfWelcome(var parsed, var _)
                    && !parsed.secrets().isEmpty();
            bundle.setWelcome(adds ? bytes : ByteString.EMPTY);
        }
        return bundle.build();
    }

    LiveClient merge(Staged staged) {
        group = staged.next();
        return this;
    }

    /// Joins by a Welcome.
    LiveClient join(ByteString welcome) {
        return run(() -> {
            group = new Group(
                    SUITE.getHPKE().serializePrivateKey(initKey.getPrivate()),
                    leafKey,
                    signatureSecret(),
                    keyPackage,
                    decode(welcome).welcome,
                    null,
                    Map.of(),
                    Map.of());
            return this;
        });
    }

    /// Joins by an external Commit; the client goes on at once.
    SubmitCommit joinByItself(ByteString groupInfo, Optional<Integer> resynced) {
        return run(() -> {
            Group.GroupWithMessage made = Group.externalJoin(
                    fresh(),
                    signatureKey,
                    keyPackage,
                    decode(groupInfo).groupInfo,
                    null,
                    options(),
                    resynced.map(LeafIndex::new).orElse(null),
                    new HashMap<>());
            group = made.group;
            return bundle(made);
        });
    }

    ByteString proposeItself(ByteString groupId, long epoch) {
        return run(() -> encode(Group.newMemberAdd(groupId.toByteArray(), epoch, keyPackage, signatureKey)));
    }

    ExternalSender asExternalSender() {
        return new ExternalSender(SUITE.serializeSignaturePublicKey(signatureKey.getPublic()), credential);
    }

    ByteString proposeFromOutside(ByteString groupId, long epoch, Proposal proposal) {
        return run(() -> encode(
                MLSMessage.externalProposal(SUITE, groupId.toByteArray(), epoch, proposal, 0, signatureSecret())));
    }

    /// Handles a proposal or somebody else's Commit.
    LiveClient apply(ByteString handshake) {
        return run(() -> {
            Group next = group.handle(handshake.toByteArray(), null);
            group = next == null ? group : next;
            return this;
        });
    }

    ByteString proposeUpdate() {
        return proposed(() -> {
            Proposal update = group.updateProposal(SUITE.getHPKE().generatePrivateKey(), new Group.LeafNodeOptions());
            return group.update(update, options());
        });
    }

    ByteString proposeAdd(LiveClient other) {
        return proposed(() -> group.add(other.keyPackage, options()));
    }

    /// Makes a proposal; it is pending for this client, too.
    private ByteString proposed(Step<MLSMessage> step) {
        ByteString proposal = run(() -> encode(step.run()));
        if (!seals) {
            apply(proposal);
        }
        return proposal;
    }

    ByteString message(String text) {
        return run(() ->
                encode(group.protect(new byte[0], ByteString.copyFromUtf8(text).toByteArray(), 0)));
    }

    String open(ByteString message) {
        return run(
                () -> ByteString.copyFrom(group.unprotect(decode(message))[1]).toStringUtf8());
    }

    static Proposal add(LiveClient other) {
        return run(() -> Proposal.add(other.keyPackage));
    }

    static Proposal remove(int leafIndex) {
        return Proposal.remove(new LeafIndex(leafIndex));
    }

    static Proposal noExtensions() {
        return Proposal.groupContextExtensions(new ArrayList<>());
    }

    private Group.MessageOptions options() {
        return new Group.MessageOptions(seals, new byte[0], 0);
    }

    private static Secret fresh() {
        byte[] secret = new byte[SUITE.getKDF().getHashLength()];
        RANDOM.nextBytes(secret);
        return new Secret(secret);
    }

    private static ByteString encode(Object struct) throws Exception {
        return ByteString.copyFrom(MLSOutputStream.encode(struct));
    }

    private static MLSMessage decode(ByteString bytes) throws Exception {
        return (MLSMessage) MLSInputStream.decode(bytes.toByteArray(), MLSMessage.class);
    }
}
