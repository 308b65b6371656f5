package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
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
import dev.epochal.schema.record.CreateGroup;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.Handshakes;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.RegisteredClient;
import dev.epochal.schema.record.SubmitCommit;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// The only member of a group, on paper: it signs, but has no other secrets. Its GroupContext may hold extensions that
/// BouncyCastle's engine doesn't know.
final class Founder {
    static final long NOW_MS = 1_750_000_000_000L;

    private static final int VERSION = 1;
    private static final int SUITE = 1;
    private static final int GROUP_INFO = 4;
    private static final Observer MEMBER = new Observer((_, _, _, _) -> true, Rules.strict(), NOW_MS / 1_000);

    private final SplittableRandom random = new SplittableRandom(9420);
    private final byte[] secretKey = fresh(Ed25519.SECRET_KEY_SIZE).toByteArray();
    private final SignaturePublicKey publicKey;
    private int commands;

    Founder() {
        byte[] key = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(secretKey, 0, key, 0);
        publicKey = new SignaturePublicKey(Octets.owning(key));
    }

    GroupCommand command(CreateGroup.Builder body) {
        return complete(GroupCommand.newBuilder().setCreateGroup(body));
    }

    GroupCommand command(SubmitCommit body) {
        return complete(GroupCommand.newBuilder().setSubmitCommit(body));
    }

    private GroupCommand complete(GroupCommand.Builder command) {
        commands++;
        Identity alice =
                Identity.newBuilder().setUser("alice").setClient("phone").build();
        return command.setSubmissionId(Scene.filled(commands).substring(0, 16))
                .setGroupId(Scene.groupId())
                .setSubmittedBy(alice)
                .setIdempotencyKey(Scene.filled(commands))
                .setBodyDigest(Scene.filled(commands))
                .setPayloadSalt(Scene.filled(9))
                .addRegisteredClients(RegisteredClient.newBuilder()
                        .setIdentity(alice)
                        .addSignatureKeys(Bytes.string(publicKey.octets())))
                .build();
    }

    /// A group of one.
    CreateGroup.Builder creation(List<Extension> extensions) {
        Lifetime lifetime = new Lifetime(NOW_MS / 1_000 - 3_600, NOW_MS / 1_000 + 86_400);
        LeafNode leaf = leaf(new LeafNodeSource.InKeyPackage(lifetime));
        RatchetTree tree = new RatchetTree(List.of(Optional.<Node>of(leaf)));
        Writer writer = new Writer()
                .u16(VERSION)
                .u16(SUITE)
                .opaque(Bytes.octets(Scene.groupId()))
                .u64(0)
                .opaque(tree.treeHash(CipherSuite.of(SUITE).orElseThrow()))
                .opaque(Octets.EMPTY);
        new Extensions(extensions).writeTo(writer);
        GroupContext context = GroupContext.parse(writer.toOctets());
        Extension withTree = new Extension(ExtensionType.RATCHET_TREE, tree.encoded());
        return CreateGroup.newBuilder()
                .setGroupInfo(groupInfo(context, new Extensions(List.of(withTree)), fresh(32)))
                .setLogId(Scene.filled(7))
                .setHandshakes(Handshakes.HANDSHAKES_PUBLIC);
    }

    /// A Commit that puts these extensions in place of those that the GroupContext has.
    SubmitCommit commit(PublicGroup group, List<Extension> extensions) {
        var proposal = new ProposalOrRef.ByValue(new GroupContextExtensions(new Extensions(extensions)));
        UpdatePath path = new UpdatePath(leaf(new LeafNodeSource.InCommit(Octets.EMPTY)), List.of());
        Octets framed = new FramedContent(
                        Bytes.octets(Scene.groupId()),
                        group.context().epoch(),
                        new Sender.Member(0),
                        Octets.EMPTY,
                        new Content.OfCommit(new Commit(List.of(proposal), Optional.of(path))),
                        Octets.EMPTY)
                .encoded();
        Octets toBeSigned = new Writer()
                .u16(VERSION)
                .u16(1)
                .raw(framed)
                .raw(group.context().bytes())
                .toOctets();
        ByteString commit = Bytes.string(new Writer()
                .u16(VERSION)
                .u16(1)
                .raw(framed)
                .opaque(sign(SignatureLabel.FRAMED_CONTENT, toBeSigned))
                .opaque(fresh(32))
                .opaque(fresh(32))
                .toOctets());
        PublicGroup after = after(group, commit);
        return SubmitCommit.newBuilder()
                .setCommit(commit)
                .setGroupInfo(groupInfo(after.context(), Extensions.NONE, after.confirmationTag()))
                .build();
    }

    private static PublicGroup after(PublicGroup group, ByteString commit) {
        if (MlsMessage.parse(commit.toByteArray())
                instanceof MlsMessage.OfPublicMessage(PublicMessage message, Octets _)) {
            return MEMBER.stage(group, message, List.of()).orThrow().after();
        }
        throw new AssertionError("It is no PublicMessage");
    }

    private LeafNode leaf(LeafNodeSource source) {
        HpkePublicKey encryptionKey = new HpkePublicKey(fresh(32));
        LeafNode unsigned = leaf(encryptionKey, source, Octets.EMPTY);
        Octets toBeSigned = unsigned.toBeSigned(Bytes.octets(Scene.groupId()), 0);
        return leaf(encryptionKey, source, sign(SignatureLabel.LEAF_NODE, toBeSigned));
    }

    private LeafNode leaf(HpkePublicKey encryptionKey, LeafNodeSource source, Octets signature) {
        Capabilities capabilities =
                new Capabilities(Codes.of(VERSION), Codes.of(SUITE), Codes.of(0xF4A1, 0xF4A2), Codes.of(), Codes.of(1));
        Octets encoded = new LeafNode(
                        encryptionKey,
                        publicKey,
                        new BasicCredential(Octets.ofText("alice/phone")),
                        capabilities,
                        source,
                        Extensions.NONE,
                        signature,
                        Octets.EMPTY)
                .encoded();
        return Reader.whole(encoded, "LeafNode", LeafNode::parse);
    }

    private ByteString groupInfo(GroupContext context, Extensions extensions, Octets confirmationTag) {
        GroupInfo unsigned = GroupInfo.parse(
                new GroupInfo(context, extensions, confirmationTag, 0, Octets.EMPTY, Octets.EMPTY).encoded());
        Octets signature = sign(SignatureLabel.GROUP_INFO, unsigned.toBeSigned());
        Octets signed = new GroupInfo(context, extensions, confirmationTag, 0, signature, Octets.EMPTY).encoded();
        return Bytes.string(
                new Writer().u16(VERSION).u16(GROUP_INFO).raw(signed).toOctets());
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
}
