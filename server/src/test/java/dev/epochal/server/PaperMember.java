package dev.epochal.server;

import dev.epochal.client.CommitBundle;
import dev.epochal.mls.codec.Codes;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.commit.Commit;
import dev.epochal.mls.commit.ProposalOrRef;
import dev.epochal.mls.credential.BasicCredential;
import dev.epochal.mls.crypto.CipherSuite;
import dev.epochal.mls.crypto.HpkePublicKey;
import dev.epochal.mls.crypto.SignContent;
import dev.epochal.mls.crypto.SignatureLabel;
import dev.epochal.mls.crypto.SignaturePublicKey;
import dev.epochal.mls.extension.Extension;
import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.follow.Observer;
import dev.epochal.mls.follow.PublicGroup;
import dev.epochal.mls.follow.Rules;
import dev.epochal.mls.framing.Content;
import dev.epochal.mls.framing.FramedContent;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.framing.PublicMessage;
import dev.epochal.mls.framing.Sender;
import dev.epochal.mls.group.GroupContext;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.proposal.GroupContextExtensions;
import dev.epochal.mls.tree.Capabilities;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.LeafNodeSource;
import dev.epochal.mls.tree.Lifetime;
import dev.epochal.mls.tree.Node;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.tree.UpdatePath;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// The only member of a group: it signs, but has no other secrets. Its GroupContext may hold extensions that
/// BouncyCastle's engine doesn't know.
final class PaperMember {
    private static final int VERSION = 1;
    private static final int PUBLIC_MESSAGE = 1;
    private static final int GROUP_INFO = 4;
    private static final int SUITE = 1;

    private final SecureRandom random = new SecureRandom();
    private final byte[] secretKey = fresh(Ed25519.SECRET_KEY_SIZE).toByteArray();
    private final SignaturePublicKey publicKey;
    private final long now = Instant.now().getEpochSecond();
    private final Observer observer = new Observer((_, _, _, _) -> true, Rules.strict(), now);
    private final String name;
    private final Octets groupId;

    /// @param name `user/client`
    /// @param groupId of the group that it will found
    PaperMember(String name, dev.epochal.client.Octets groupId) {
        this.name = name;
        this.groupId = Octets.copyOf(groupId.toArray());
        byte[] key = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(secretKey, 0, key, 0);
        this.publicKey = new SignaturePublicKey(Octets.owning(key));
    }

    dev.epochal.client.Octets signatureKey() {
        return octets(publicKey.octets());
    }

    /// MLSMessage(GroupInfo) of a group of one in epoch 0.
    dev.epochal.client.Octets founding(List<Extension> extensions) {
        var leaf = leaf(new LeafNodeSource.InKeyPackage(new Lifetime(now - 3_600, now + 86_400)));
        var tree = new RatchetTree(List.of(Optional.<Node>of(leaf)));
        var writer = new Writer()
                .u16(VERSION)
                .u16(SUITE)
                .opaque(groupId)
                .u64(0)
                .opaque(tree.treeHash(CipherSuite.of(SUITE).orElseThrow()))
                .opaque(Octets.EMPTY);
        new Extensions(extensions).writeTo(writer);
        var withTree = new Extensions(List.of(new Extension(ExtensionType.RATCHET_TREE, tree.encoded())));
        return groupInfo(GroupContext.parse(writer.toOctets()), withTree, fresh(32));
    }

    /// The group in its first epoch, as this GroupInfo tells it.
    PublicGroup begin(dev.epochal.client.Octets founding) {
        if (MlsMessage.parse(founding.toArray()) instanceof MlsMessage.OfGroupInfo parsed) {
            return observer.join(parsed.groupInfo()).orThrow();
        }
        throw new AssertionError("It is no GroupInfo");
    }

    /// A Commit that puts these extensions in place of those that the GroupContext has.
    CommitBundle commit(PublicGroup group, List<Extension> extensions) {
        var proposal = new ProposalOrRef.ByValue(new GroupContextExtensions(new Extensions(extensions)));
        var path = new UpdatePath(leaf(new LeafNodeSource.InCommit(Octets.EMPTY)), List.of());
        var framed = new FramedContent(
                        groupId,
                        group.context().epoch(),
                        new Sender.Member(0),
                        Octets.EMPTY,
                        new Content.OfCommit(new Commit(List.of(proposal), Optional.of(path))),
                        Octets.EMPTY)
                .encoded();
        var toBeSigned = new Writer()
                .u16(VERSION)
                .u16(PUBLIC_MESSAGE)
                .raw(framed)
                .raw(group.context().bytes())
                .toOctets();
        var commit = new Writer()
                .u16(VERSION)
                .u16(PUBLIC_MESSAGE)
                .raw(framed)
                .opaque(sign(SignatureLabel.FRAMED_CONTENT, toBeSigned))
                .opaque(fresh(32))
                .opaque(fresh(32))
                .toOctets();
        var after = after(group, commit);
        return CommitBundle.of(octets(commit), groupInfo(after.context(), Extensions.NONE, after.confirmationTag()));
    }

    private PublicGroup after(PublicGroup group, Octets commit) {
        if (MlsMessage.parse(commit.toByteArray())
                instanceof MlsMessage.OfPublicMessage(PublicMessage message, Octets _)) {
            return observer.stage(group, message, List.of()).orThrow().after();
        }
        throw new AssertionError("It is no PublicMessage");
    }

    private LeafNode leaf(LeafNodeSource source) {
        var encryptionKey = new HpkePublicKey(fresh(32));
        var unsigned = leaf(encryptionKey, source, Octets.EMPTY);
        return leaf(encryptionKey, source, sign(SignatureLabel.LEAF_NODE, unsigned.toBeSigned(groupId, 0)));
    }

    private LeafNode leaf(HpkePublicKey encryptionKey, LeafNodeSource source, Octets signature) {
        var capabilities =
                new Capabilities(Codes.of(VERSION), Codes.of(SUITE), Codes.of(0xF4A1), Codes.of(), Codes.of(1));
        var encoded = new LeafNode(
                        encryptionKey,
                        publicKey,
                        new BasicCredential(Octets.ofText(name)),
                        capabilities,
                        source,
                        Extensions.NONE,
                        signature,
                        Octets.EMPTY)
                .encoded();
        return Reader.whole(encoded, "LeafNode", LeafNode::parse);
    }

    private dev.epochal.client.Octets groupInfo(GroupContext context, Extensions extensions, Octets tag) {
        var unsigned =
                GroupInfo.parse(new GroupInfo(context, extensions, tag, 0, Octets.EMPTY, Octets.EMPTY).encoded());
        var signature = sign(SignatureLabel.GROUP_INFO, unsigned.toBeSigned());
        var signed = new GroupInfo(context, extensions, tag, 0, signature, Octets.EMPTY).encoded();
        return octets(new Writer().u16(VERSION).u16(GROUP_INFO).raw(signed).toOctets());
    }

    private Octets sign(SignatureLabel label, Octets content) {
        byte[] message = new SignContent(label, content).encoded().toByteArray();
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(secretKey, 0, message, 0, message.length, signature, 0);
        return Octets.owning(signature);
    }

    private Octets fresh(int size) {
        byte[] octets = new byte[size];
        random.nextBytes(octets);
        return Octets.owning(octets);
    }

    private static dev.epochal.client.Octets octets(Octets octets) {
        return dev.epochal.client.Octets.of(octets.toByteArray());
    }
}
