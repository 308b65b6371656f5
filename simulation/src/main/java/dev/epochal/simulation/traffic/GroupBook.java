package dev.epochal.simulation.traffic;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.commit.Commit;
import dev.epochal.mls.commit.ProposalOrRef;
import dev.epochal.mls.crypto.CipherSuite;
import dev.epochal.mls.crypto.HpkeCiphertext;
import dev.epochal.mls.crypto.SignatureLabel;
import dev.epochal.mls.extension.Extension;
import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.follow.CoveredProposal;
import dev.epochal.mls.follow.Observer;
import dev.epochal.mls.follow.PublicGroup;
import dev.epochal.mls.follow.Rules;
import dev.epochal.mls.follow.StagedCommit;
import dev.epochal.mls.follow.VerifiedProposal;
import dev.epochal.mls.framing.Content;
import dev.epochal.mls.framing.ContentType;
import dev.epochal.mls.framing.FramedContent;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.framing.PublicMessage;
import dev.epochal.mls.framing.Sender;
import dev.epochal.mls.group.EncryptedGroupSecrets;
import dev.epochal.mls.group.GroupContext;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.group.GroupSecrets;
import dev.epochal.mls.group.Welcome;
import dev.epochal.mls.keypackage.KeyPackage;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.proposal.PreSharedKey;
import dev.epochal.mls.proposal.PreSharedKeyId;
import dev.epochal.mls.proposal.Proposal;
import dev.epochal.mls.tree.Node;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.schema.record.CreateGroup;
import dev.epochal.schema.record.Handshakes;
import dev.epochal.schema.record.SubmitCommit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// Everything that the members of one group make, and where each of their Commits would lead: whichever wins, the story
/// goes on.
public final class GroupBook {
    private static final int VERSION = 1;
    private static final int PUBLIC = 1;
    private static final int PRIVATE = 2;
    private static final int GROUP_INFO = 4;
    private static final int WELCOME = 3;
    private static final int SUITE = 1;
    private static final int HASH = 32;
    /// Signatures are the server's business; members only need to know where a Commit leads.
    private static final Observer MEMBER = new Observer((_, _, _, _) -> true, Rules.strict(), 1_750_000_000);

    private final ByteString groupId;
    private final SplittableRandom random;
    private final Map<ByteString, EpochState> led = new HashMap<>();

    public GroupBook(ByteString groupId, SplittableRandom random) {
        this.groupId = groupId;
        this.random = random.split();
    }

    public ByteString groupId() {
        return groupId;
    }

    /// Where an event leads that accepted these octets.
    public Optional<EpochState> after(ByteString accepted) {
        return Optional.ofNullable(led.get(accepted));
    }

    /// A group of one.
    public CreateGroup creation(SigningClient creator) {
        var tree = new RatchetTree(List.of(Optional.<Node>of(creator.leaf())));
        var suite = CipherSuite.of(SUITE).orElseThrow();
        Writer writer =
                new Writer().u16(VERSION).u16(SUITE).opaque(octets(groupId)).u64(0);
        writer.opaque(tree.treeHash(suite)).opaque(Octets.EMPTY);
        Extensions.NONE.writeTo(writer);
        var context = GroupContext.parse(writer.toOctets());
        var extensions = new Extensions(List.of(new Extension(ExtensionType.RATCHET_TREE, tree.encoded())));
        var unsigned = new GroupInfo(context, extensions, fresh(HASH), 0, Octets.EMPTY, Octets.EMPTY);
        var info = sign(unsigned, creator);
        ByteString message = message(GROUP_INFO, info.bytes());
        led.put(message, new EpochState(MEMBER.join(info).orThrow(), List.of(creator)));
        return CreateGroup.newBuilder()
                .setGroupInfo(message)
                .setLogId(string(fresh(HASH)))
                .setPayloadRoot(string(fresh(HASH)))
                .setHandshakes(Handshakes.HANDSHAKES_PUBLIC)
                .build();
    }

    /// What a Commit covers.
    ///
    /// @param pending Proposals of the epoch that were accepted before
    /// @param added clients that it adds by itself
    public record Covered(List<ByteString> pending, List<SigningClient> added) {}

    /// A Commit that mixes in a pre-shared key.
    public SubmitCommit commit(EpochState at, SigningClient committer, Covered covered) {
        List<ProposalOrRef> proposals = new ArrayList<>();
        List<VerifiedProposal> verified = covered.pending().stream()
                .map(pending -> MEMBER.verifyProposal(at.group(), publicMessage(pending))
                        .orThrow())
                .toList();
        verified.forEach(proposal -> proposals.add(new ProposalOrRef.ByReference(proposal.ref())));
        proposals.add(byValue(new PreSharedKey(new PreSharedKeyId.External(Octets.ofText("a key"), fresh(HASH)))));
        List<KeyPackage> keyPackages = covered.added().stream()
                .map(client -> client.keyPackages()
                        .get(random.nextInt(client.keyPackages().size())))
                .toList();
        keyPackages.forEach(keyPackage -> proposals.add(byValue(new Add(keyPackage))));
        int leaf = at.leafOf(committer);
        var content = new Content.OfCommit(new Commit(proposals, Optional.empty()));
        ByteString commit = signed(at.group().context(), leaf, content, committer);
        var staged = MEMBER.stage(at.group(), publicMessage(commit), verified).orThrow();
        PublicGroup after = staged.after();
        List<SigningClient> members = new ArrayList<>(at.members());
        members.addAll(covered.added());
        led.put(commit, new EpochState(after, members));
        var unsigned = new GroupInfo(
                after.context(), Extensions.NONE, after.confirmationTag(), leaf, Octets.EMPTY, Octets.EMPTY);
        GroupInfo info = sign(unsigned, committer);
        return SubmitCommit.newBuilder()
                .setCommit(commit)
                .setWelcome(covered.added().isEmpty() ? ByteString.EMPTY : welcome(keyPackages, staged, info))
                .setGroupInfo(message(GROUP_INFO, info.bytes()))
                .build();
    }

    /// A Proposal to mix in a pre-shared key.
    public ByteString proposal(EpochState at, SigningClient proposer) {
        var psk = new PreSharedKey(new PreSharedKeyId.External(Octets.ofText("another key"), fresh(HASH)));
        return signed(at.group().context(), at.leafOf(proposer), new Content.OfProposal(psk), proposer);
    }

    /// The same Commit with a signature that somebody else could have made up.
    public static SubmitCommit forged(SubmitCommit commit) {
        byte[] octets = commit.getCommit().toByteArray();
        // The signature stands before two tags of 32 octets, each behind its length.
        octets[octets.length - 2 * HASH - 10] ^= 1;
        return commit.toBuilder().setCommit(ByteString.copyFrom(octets)).build();
    }

    /// An application message: nobody can tell that nothing is in it.
    public ByteString message(EpochState at) {
        return string(new Writer()
                .u16(VERSION)
                .u16(PRIVATE)
                .opaque(octets(groupId))
                .u64(at.epoch())
                .u8(ContentType.APPLICATION.code())
                .opaque(Octets.EMPTY)
                .opaque(fresh(HASH))
                .opaque(fresh(2 * HASH))
                .toOctets());
    }

    /// What is sealed is as long as it would be if there were something in it: more nobody but a member can tell.
    private ByteString welcome(List<KeyPackage> keyPackages, StagedCommit staged, GroupInfo info) {
        var suite = CipherSuite.of(SUITE).orElseThrow();
        List<PreSharedKeyId> keys = new ArrayList<>();
        for (CoveredProposal covered : staged.proposals()) {
            if (covered.proposal() instanceof PreSharedKey(PreSharedKeyId psk)) {
                keys.add(psk);
            }
        }
        Octets inner = new GroupSecrets(fresh(HASH), Optional.empty(), keys).encoded();
        var secrets = keyPackages.stream()
                .map(keyPackage -> new EncryptedGroupSecrets(
                        keyPackage.ref(suite), new HpkeCiphertext(fresh(HASH), sealed(inner.size()))))
                .toList();
        Octets sealedInfo = sealed(info.bytes().size());
        return message(WELCOME, new Welcome(SUITE, secrets, sealedInfo, Octets.EMPTY).encoded());
    }

    private Octets sealed(int size) {
        return fresh(size + CipherSuite.AEAD_TAG_SIZE);
    }

    private ByteString signed(GroupContext context, int leaf, Content content, SigningClient sender) {
        Octets framed = new FramedContent(
                        octets(groupId), context.epoch(), new Sender.Member(leaf), Octets.EMPTY, content, Octets.EMPTY)
                .encoded();
        Octets toBeSigned = new Writer()
                .u16(VERSION)
                .u16(PUBLIC)
                .raw(framed)
                .raw(context.bytes())
                .toOctets();
        Writer writer = new Writer().u16(VERSION).u16(PUBLIC).raw(framed);
        writer.opaque(sender.key().sign(SignatureLabel.FRAMED_CONTENT, toBeSigned));
        if (content instanceof Content.OfCommit) {
            writer.opaque(fresh(HASH));
        }
        return string(writer.opaque(fresh(HASH)).toOctets());
    }

    private static GroupInfo sign(GroupInfo fields, SigningClient signer) {
        var unsigned = GroupInfo.parse(fields.encoded());
        var signature = signer.key().sign(SignatureLabel.GROUP_INFO, unsigned.toBeSigned());
        return GroupInfo.parse(new GroupInfo(
                        fields.groupContext(),
                        fields.extensions(),
                        fields.confirmationTag(),
                        fields.signer(),
                        signature,
                        Octets.EMPTY)
                .encoded());
    }

    private static PublicMessage publicMessage(ByteString bytes) {
        return switch (MlsMessage.parse(bytes.toByteArray())) {
            case MlsMessage.OfPublicMessage(PublicMessage message, Octets _) -> message;
            default -> throw new IllegalStateException("It is no PublicMessage");
        };
    }

    private static ProposalOrRef byValue(Proposal proposal) {
        return new ProposalOrRef.ByValue(proposal);
    }

    private Octets fresh(int size) {
        return SigningKey.octets(random, size);
    }

    private static ByteString message(int wireFormat, Octets body) {
        return string(new Writer().u16(VERSION).u16(wireFormat).raw(body).toOctets());
    }

    private static Octets octets(ByteString bytes) {
        return Octets.owning(bytes.toByteArray());
    }

    private static ByteString string(Octets octets) {
        return ByteString.copyFrom(octets.toByteArray());
    }
}
