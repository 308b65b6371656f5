package dev.epochal.testkit;

import dev.epochal.client.CommitBundle;
import dev.epochal.client.ExternalJoin;
import dev.epochal.client.Member;
import dev.epochal.client.MemberReport;
import dev.epochal.client.Octets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.mls.TreeKEM.LeafIndex;
import org.bouncycastle.mls.codec.AuthenticatedContent;
import org.bouncycastle.mls.codec.ContentType;
import org.bouncycastle.mls.codec.MLSMessage;
import org.bouncycastle.mls.codec.Proposal;
import org.bouncycastle.mls.codec.WireFormat;
import org.bouncycastle.mls.crypto.MlsCipherSuite;
import org.bouncycastle.mls.crypto.Secret;
import org.bouncycastle.mls.protocol.Group;

/// One member's view of a group: the secrets, the tree, the epoch. No network.
///
/// What it makes and takes are exactly the bytes that travel: each an encoded MLSMessage, handshakes as
/// PublicMessage. A Commit is staged first and merged when it is known to have won, so a lost race leaves no trace.
/// Not thread-safe.
public final class MlsGroup {
    private static final int KEPT_EPOCHS = 16;
    private static final Group.MessageOptions AS_PUBLIC_MESSAGE = new Group.MessageOptions();

    private final MlsIdentity identity;
    private final Map<Long, EpochKeys> keysByEpoch = new LinkedHashMap<>();
    private final PendingProposals pending = new PendingProposals();
    private Group group;
    private boolean removed;
    private boolean treesLeftOut;
    private Octets authenticatedData = Octets.empty();

    /// What a handshake message did.
    public enum Applied {
        /// A Proposal is pending now.
        PROPOSAL,
        /// The group is in its next epoch.
        COMMIT,
        /// This member was removed; it can follow the group no further.
        REMOVED
    }

    private MlsGroup(MlsIdentity identity, Group group) throws Exception {
        this.identity = identity;
        this.group = group;
        rememberKeys();
    }

    /// A new group with this member alone, in epoch 0.
    public static MlsGroup create(MlsIdentity identity, Octets groupId) {
        return create(identity, groupId, Bcmls.SUITE);
    }

    static MlsGroup create(MlsIdentity identity, Octets groupId, MlsCipherSuite suite) {
        return create(identity, groupId, suite, List.of());
    }

    /// The same with senders that may propose from outside (RFC 9420 §12.1.8).
    static MlsGroup create(MlsIdentity identity, Octets groupId, MlsCipherSuite suite, List<MlsIdentity> outsiders) {
        return Bcmls.run("create a group", () -> {
            var secrets = KeyPackageSecrets.generate(identity);
            return new MlsGroup(
                    identity,
                    new Group(
                            groupId.toArray(),
                            suite,
                            secrets.leafKeys(),
                            identity.signaturePrivateKey(),
                            secrets.keyPackage().getLeafNode(),
                            Outsiders.extensions(outsiders)));
        });
    }

    /// Joins by a Welcome that carries the tree and was made with this KeyPackage.
    public static MlsGroup join(MlsIdentity identity, KeyPackageSecrets secrets, Octets welcome) {
        return join(identity, secrets, welcome, Octets.empty());
    }

    /// The same by a Welcome without the tree.
    ///
    /// @param ratchetTree the contents of the ratchet_tree extension; empty if the Welcome carries it
    public static MlsGroup join(MlsIdentity identity, KeyPackageSecrets secrets, Octets welcome, Octets ratchetTree) {
        return Bcmls.run("join by the Welcome", () -> {
            var decoded = Bcmls.decode(welcome, WireFormat.mls_welcome).welcome;
            var group = new Group(
                    secrets.initPrivateKey(),
                    secrets.leafKeys(),
                    identity.signaturePrivateKey(),
                    secrets.keyPackage(),
                    decoded,
                    Roster.outsideTree(ratchetTree),
                    Map.of(),
                    Map.of());
            EngineFlaws.forgetEmptyPathSecret(group, secrets, decoded);
            return new MlsGroup(identity, group);
        });
    }

    /// Makes an external Commit (RFC 9420 §12.4.3.2). The group is the one that it leads to once it has won. A
    /// client that is a member already replaces its leaf: whether it is one, the tree knows better than the client,
    /// whose Welcome or removal may be on its way.
    ///
    /// @param offer what the server tells those who may join so
    public static ExternalEntry enter(MlsIdentity identity, ExternalJoin offer) {
        return Bcmls.run("join by an external Commit", () -> {
            var secrets = KeyPackageSecrets.generate(identity);
            var leafSecret = new byte[Bcmls.SUITE.getKDF().getHashLength()];
            new SecureRandom().nextBytes(leafSecret);
            var decoded = Bcmls.decode(offer.groupInfo(), WireFormat.mls_group_info).groupInfo;
            var tree = Roster.offeredTree(offer);
            var made = Group.externalJoin(
                    new Secret(leafSecret),
                    identity.signatureKeys(),
                    secrets.keyPackage(),
                    decoded,
                    tree,
                    AS_PUBLIC_MESSAGE,
                    Roster.leafOf(identity, tree),
                    new HashMap<>());
            return new ExternalEntry(
                    bundle(made, false, offer.ratchetTree().isEmpty()), new MlsGroup(identity, made.group));
        });
    }

    /// Whether there are others in the group: the engine makes no path in a group of one (bcmls 1.84).
    public static boolean canEnter(MlsIdentity identity, ExternalJoin offer) {
        return Bcmls.run("read an offer", () -> {
            var tree = Roster.offeredTree(offer);
            return Roster.members(tree).size() > (Roster.leafOf(identity, tree) == null ? 0 : 1);
        });
    }

    /// An external Commit, and the group that it leads to.
    ///
    /// @param bundle what is to be submitted
    /// @param group the member's view once the Commit has won; to be forgotten if it lost
    public record ExternalEntry(CommitBundle bundle, MlsGroup group) {}

    /// The group's id.
    public Octets groupId() {
        return Octets.of(group.getGroupID());
    }

    /// The group's epoch.
    public long epoch() {
        return group.getEpoch();
    }

    /// This member's leaf.
    public int leafIndex() {
        return group.getIndex().value();
    }

    /// Whether this member was removed.
    public boolean isRemoved() {
        return removed;
    }

    /// The members by leaf.
    public List<Member> members() {
        return Roster.members(group.getTree());
    }

    /// What the members of an epoch can compare to know that they are in the same one (RFC 9420 §8.7).
    public Octets epochAuthenticator() {
        return Octets.of(group.getEpochAuthenticator());
    }

    /// The tree hash of the epoch.
    public Octets treeHash() {
        return Bcmls.run("hash the tree", () -> Octets.of(group.getTree().getRootHash()));
    }

    /// MLSMessage(mls_group_info) of this epoch with ratchet_tree and external_pub, signed by this member.
    public Octets groupInfo() {
        return Bcmls.run("make a GroupInfo", () -> Bcmls.encode(group.getGroupInfo(true)));
    }

    /// Sends Commits and Welcomes without the ratchet tree and only parts of GroupInfos from now on: the server knows
    /// the rest.
    public void leaveTreesOut() {
        treesLeftOut = true;
    }

    /// Puts this into the authenticated data of Commits from now on.
    public void authenticate(Octets data) {
        authenticatedData = data;
    }

    /// Whether this member may commit what is pending (RFC 9420 §12.2): nothing that updates or removes itself.
    public boolean canCommit() {
        return pending.canBeCommittedBy(leafIndex());
    }

    /// Whether the engine makes no path, or a wrong one, for a Commit of the pending Proposals and the plan (bcmls
    /// 1.84), because of who is left after it.
    public boolean isLostOnPath(CommitPlan plan) {
        var removed = pending.removedLeaves();
        removed.addAll(plan.removes());
        return plan.adds().isEmpty()
                && EngineFlaws.spoilPath(members().stream()
                        .map(Member::leafIndex)
                        .filter(leaf -> !removed.contains(leaf))
                        .toList());
    }

    /// Makes a Commit of the pending Proposals and the plan. The group stays as it is.
    ///
    /// @throws MlsEngineException if the engine can't make it, such as a path in a group of one (bcmls 1.84)
    public StagedCommit stage(CommitPlan plan) {
        checkMember();
        if (!canCommit()) {
            throw new IllegalStateException("A pending Proposal updates or removes this member: another has to commit");
        }
        return Bcmls.run("make a Commit", () -> {
            var proposals = new ArrayList<Proposal>();
            for (var keyPackage : plan.adds()) {
                proposals.add(Proposal.add(Bcmls.decode(keyPackage, WireFormat.mls_key_package).keyPackage));
            }
            plan.removes().forEach(leaf -> proposals.add(Proposal.remove(new LeafIndex(leaf))));
            var leafSecret = new byte[Bcmls.SUITE.getKDF().getHashLength()];
            new SecureRandom().nextBytes(leafSecret);
            var made = group.commit(
                    new Secret(leafSecret),
                    new Group.CommitOptions(proposals, !treesLeftOut, plan.path(), null),
                    new Group.MessageOptions(false, authenticatedData.toArray(), 0),
                    new Group.CommitParameters(Group.NORMAL_COMMIT_PARAMS));
            return new StagedCommit(bundle(made, hasJoiners(made), !treesLeftOut), group.getEpoch(), made.group);
        });
    }

    /// The engine hangs a Welcome on each Commit, even on one that adds nobody.
    private boolean hasJoiners(Group.GroupWithMessage made) {
        return Roster.members(made.group.getTree()).stream()
                .anyMatch(member -> !members().contains(member));
    }

    private static CommitBundle bundle(Group.GroupWithMessage made, boolean withWelcome, boolean withTree)
            throws Exception {
        var welcome = Octets.empty();
        if (withWelcome) {
            var message = new MLSMessage(WireFormat.mls_welcome);
            message.welcome = made.message.welcome;
            welcome = Bcmls.encode(message);
        }
        var groupInfo = made.group.getGroupInfo(withTree);
        var bundle = new CommitBundle(Bcmls.encode(made.message), welcome, Bcmls.encode(groupInfo));
        return withTree ? bundle : bundle.withPartialGroupInfo(PartialGroupInfo.of(groupInfo.groupInfo));
    }

    /// Goes to the epoch that an own Commit starts, once it has won.
    public void merge(StagedCommit staged) {
        checkMember();
        if (staged.epoch() != group.getEpoch()) {
            throw new IllegalStateException("Staged for epoch " + staged.epoch() + ", now " + group.getEpoch());
        }
        Bcmls.run("merge a Commit", () -> enter(staged.next()));
    }

    /// Makes a Proposal to add a client; it is pending for this member, too.
    public Octets proposeAdd(Octets keyPackage) {
        return propose(
                () -> group.add(Bcmls.decode(keyPackage, WireFormat.mls_key_package).keyPackage, AS_PUBLIC_MESSAGE));
    }

    /// Makes a Proposal to remove the member at a leaf; it is pending for this member, too.
    public Octets proposeRemove(int leaf) {
        // The engine's own method takes the place in the roster, not the leaf.
        int place = members().stream().map(Member::leafIndex).toList().indexOf(leaf);
        return propose(() -> group.remove(new LeafIndex(place), AS_PUBLIC_MESSAGE));
    }

    /// Makes a Proposal to renew this member's leaf; another member has to commit it.
    public Octets proposeUpdate() {
        var proposal = propose(() -> {
            var keys = Bcmls.SUITE.getHPKE().generatePrivateKey();
            return group.update(group.updateProposal(keys, new Group.LeafNodeOptions()), AS_PUBLIC_MESSAGE);
        });
        pending.updatesItself();
        return proposal;
    }

    private Octets propose(Bcmls.Step<MLSMessage> step) {
        checkMember();
        var proposal = Bcmls.run("make a Proposal", () -> Bcmls.encode(step.run()));
        apply(proposal);
        return proposal;
    }

    /// Applies a handshake message of the current epoch that another member made.
    ///
    /// @throws MlsEngineException if it isn't valid here
    public Applied apply(Octets handshake) {
        checkMember();
        return Bcmls.run("apply a handshake message", () -> {
            var content = unprotect(handshake);
            boolean proposal = content.getContent().getContentType() == ContentType.PROPOSAL;
            if (!proposal && pending.removedBy(content.getContent().getCommit(), leafIndex())) {
                removed = true;
                return Applied.REMOVED;
            }
            // The engine takes no Proposal to remove its own member, so that one is only remembered.
            boolean removal = proposal && Contents.removedLeaf(content) == leafIndex();
            var next = removal ? null : group.handle(handshake.toArray(), null);
            if (proposal) {
                pending.add(content);
            }
            return next == null ? Applied.PROPOSAL : enter(next);
        });
    }

    /// Whether the engine can't follow a Commit of this epoch though it is right: a member that enters anew comes to
    /// another leaf than it had (bcmls 1.84). Whoever uses it has to enter anew then, too.
    public boolean isLostBy(Octets commit) {
        return Bcmls.run("read a Commit", () -> EngineFlaws.refusesReentry(group.getTree(), unprotect(commit)));
    }

    private AuthenticatedContent unprotect(Octets handshake) throws Exception {
        var message = Bcmls.decode(handshake, WireFormat.mls_public_message);
        var context = group.getGroupInfo(false).groupInfo.getGroupContext();
        var content = message.publicMessage.unprotect(Bcmls.SUITE, group.getKeySchedule().membershipKey, context);
        if (content == null) {
            throw new IllegalArgumentException("the membership tag is wrong");
        }
        return content;
    }

    /// Whether each Proposal that a Commit of this epoch names is pending here, so that it can be applied.
    public boolean knowsProposalsOf(Octets commit) {
        return Bcmls.run(
                "read a Commit",
                () -> pending.knowsAllOf(unprotect(commit).getContent().getCommit()));
    }

    /// Encrypts an application message for the current epoch: MLSMessage(PrivateMessage).
    public Octets protect(Octets content) {
        checkMember();
        return Bcmls.run("encrypt a message", () -> Bcmls.encode(group.protect(new byte[0], content.toArray(), 0)));
    }

    /// Decrypts an application message of the current epoch or of one of the 15 before it, once; own ones as well.
    ///
    /// @throws MlsEngineException if it can't be decrypted here
    public OpenedMessage open(Octets message) {
        return Bcmls.run("decrypt a message", () -> {
            var decoded = Bcmls.decode(message, WireFormat.mls_private_message);
            var keys = keysByEpoch.get(decoded.getEpoch());
            if (keys == null) {
                throw new IllegalArgumentException("no keys of epoch " + decoded.getEpoch());
            }
            return keys.open(decoded);
        });
    }

    /// This member's report that it is in the epoch: what [dev.epochal.client.EpochalClient#report] sends.
    public Octets reportApplied() {
        return Bcmls.run("make a report", () -> MemberReports.applied(identity, group));
    }

    /// Any report, signed by this member.
    public Octets sign(MemberReport report) {
        return Bcmls.run("sign a report", () -> MemberReports.signed(identity, report));
    }

    /// This member's report that it could not apply a Commit of its epoch.
    public Octets reportFailed(Octets commit) {
        return Bcmls.run("make a report", () -> MemberReports.failed(identity, group, unprotect(commit)));
    }

    private Applied enter(Group next) throws Exception {
        group = next;
        pending.clear();
        rememberKeys();
        return Applied.COMMIT;
    }

    private void rememberKeys() throws Exception {
        keysByEpoch.put(group.getEpoch(), new EpochKeys(group));
        if (keysByEpoch.size() > KEPT_EPOCHS) {
            keysByEpoch.remove(keysByEpoch.keySet().iterator().next());
        }
    }

    private void checkMember() {
        if (removed) {
            throw new IllegalStateException(identity.name() + " was removed from group " + groupId());
        }
    }
}
