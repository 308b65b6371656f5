package dev.epochal.mls.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.mls.codec.Codes;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.commit.Commit;
import dev.epochal.mls.credential.BasicCredential;
import dev.epochal.mls.crypto.HpkeCiphertext;
import dev.epochal.mls.extension.Extension;
import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.extension.ExternalSender;
import dev.epochal.mls.extension.RequiredCapabilities;
import dev.epochal.mls.framing.Content;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.framing.PublicMessage;
import dev.epochal.mls.framing.Sender;
import dev.epochal.mls.group.EncryptedGroupSecrets;
import dev.epochal.mls.group.GroupContext;
import dev.epochal.mls.group.Welcome;
import dev.epochal.mls.keypackage.KeyPackage;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.proposal.AppDataUpdate;
import dev.epochal.mls.proposal.AppEphemeral;
import dev.epochal.mls.proposal.GroupContextExtensions;
import dev.epochal.mls.proposal.PreSharedKey;
import dev.epochal.mls.proposal.PreSharedKeyId;
import dev.epochal.mls.proposal.Proposal;
import dev.epochal.mls.proposal.ReInit;
import dev.epochal.mls.proposal.Remove;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.mls.validation.Checked;
import dev.epochal.mls.validation.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// Changes each field of valid structs, one at a time, and has the rest signed anew: the change is refused by the check
/// of the rule that it breaks, or it breaks none that an observer could see. `mutations.txt` holds the outcome of each
/// change. To write it anew: `-Dtest=FieldMutationTest -Depochal.mutations=write`.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FieldMutationTest {
    private static final Path OUTCOMES =
            Path.of("src", "test", "resources", "dev", "epochal", "mls", "follow", "mutations.txt");
    private static final String ACCEPTED = "accepted";
    private static final Pattern BREAKS_NO_RULE = Pattern.compile(String.join(
            "|",
            // Another key of a sound form, or another secret, tag or ciphertext, which only members can check.
            "(initKey|encryptionKey)\\.octets \\| other",
            "(kemOutput|ciphertext|encryptedGroupInfo|confirmationTag|membershipTag|nonce) \\| other",
            "encryptedGroupInfo \\| longer",
            // What the application names and judges.
            "credential\\.identity \\|",
            "psk\\.(id|groupId) \\|",
            "psk\\.epoch \\| less",
            "authenticatedData \\|",
            "ReInit \\| (groupId|cipherSuite|version|extensions)",
            "(AppDataUpdate|AppEphemeral) \\|",
            // More support than is used, or less where nothing is used.
            "capabilities\\.(versions|cipherSuites|credentials) \\| one more",
            "capabilities\\.(extensions|proposals) \\|",
            "lifetime\\.not(Before|After) \\|",
            // Extensions that may be there or not, and contents that nobody here knows.
            "extensions\\.list \\| (without|reversed)",
            "key package \\| (leafNode\\.)?extensions\\.list\\[0\\]\\.contents",
            "GroupInfo \\| extensions\\.list\\[2\\]",
            // Something else that is as valid.
            "removed \\| less",
            "commit \\| proposals \\| (without \\[[23]\\]|reversed)",
            "Welcome \\| secrets \\| reversed",
            "tree \\| nodes\\[3\\] \\| absent"));
    private static final Octets NONCE = Octets.ofText("a nonce as long as a SHA-256 ...");

    private final PaperGroup group = PaperGroup.ofFour();
    private final PaperClient erin = group.client("erin");
    private final PaperClient frank = group.client("frank");
    private final List<String> outcomes = new ArrayList<>();
    private final Set<String> reasons = new TreeSet<>();

    @Test
    void each_changed_field_is_refused_by_its_own_check_or_breaks_no_rule() throws IOException {
        keyPackage();
        proposals();
        commit();
        externalCommit();
        messages();
        groupInfo();
        welcome();
        tree();
        String text = String.join("\n", outcomes) + "\n";
        if ("write".equals(System.getProperty("epochal.mutations"))) {
            Files.writeString(OUTCOMES, text);
        }
        List<String> accepted =
                outcomes.stream().filter(line -> line.endsWith(ACCEPTED)).toList();
        System.out.println("mutations: " + outcomes.size() + " changed fields, " + (outcomes.size() - accepted.size())
                + " of them refused for " + reasons.size() + " reasons");
        assertThat(text).isEqualTo(Files.readString(OUTCOMES));
        assertThat(accepted).allMatch(line -> BREAKS_NO_RULE.matcher(line).find());
    }

    private void keyPackage() {
        Resigning resigning = new Resigning(erin.key(), erin.key(), 0);
        KeyPackage keyPackage = erin.keyPackage(
                leaf -> leaf.extensions = extension(0xf001, Octets.ofText("a")),
                paper -> paper.extensions = extension(ExtensionType.LAST_RESORT, Octets.EMPTY));
        all(
                "key package",
                keyPackage,
                change -> group.observer.checkKeyPackage(resigning.keyPackage(change.struct(), change.field())));
    }

    private void proposals() {
        Octets senders = new Writer()
                .list(List.of(
                        new ExternalSender(erin.key().publicKey(), new BasicCredential(Octets.ofText("service")))))
                .toOctets();
        Octets required = new RequiredCapabilities(Codes.of(0xf001), Codes.of(10), Codes.of(1)).encoded();
        for (Proposal proposal : List.of(
                new Add(erin.keyPackage()),
                group.update(1, _ -> {}),
                new Remove(3),
                new PreSharedKey(new PreSharedKeyId.External(Octets.ofText("id"), NONCE)),
                new PreSharedKey(new PreSharedKeyId.Resumption(
                        PreSharedKeyId.Usage.APPLICATION,
                        PaperGroup.GROUP_ID,
                        group.state.context().epoch(),
                        NONCE)),
                new ReInit(Octets.ofText("next"), 1, 2, extension(0xf001, Octets.EMPTY)),
                new GroupContextExtensions(new Extensions(List.of(
                        new Extension(ExtensionType.REQUIRED_CAPABILITIES, required),
                        new Extension(ExtensionType.EXTERNAL_SENDERS, senders),
                        new Extension(ExtensionType.APP_DATA_DICTIONARY, Octets.ofHex("0300050000".substring(0, 8)))))),
                new AppDataUpdate(5, Optional.of(Octets.ofText("update"))),
                new AppEphemeral(5, Octets.ofText("data")))) {
            Resigning resigning = new Resigning(erin.key(), group.at(1).key(), 1);
            all("proposal " + proposal.getClass().getSimpleName(), proposal, change -> {
                Proposal signed = resigning.proposal(change.struct(), change.field());
                return group.observer.verifyProposal(group.state, group.proposal(1, signed, _ -> {}));
            });
        }
    }

    private void commit() {
        VerifiedProposal update = group.verified(2, group.update(2, _ -> {}));
        PaperCommit valid = group.commit(1)
                .covering(update)
                .with(
                        new Add(erin.keyPackage()),
                        new Remove(3),
                        new PreSharedKey(new PreSharedKeyId.External(Octets.ofText("id"), NONCE)));
        Resigning resigning = new Resigning(erin.key(), group.at(1).key(), 1);
        all(
                "commit",
                commitOf(valid),
                change -> stage(
                        new Sender.Member(1),
                        group.at(1).key(),
                        resigning.commit(change.struct(), change.field()),
                        update));
    }

    private void externalCommit() {
        PaperClient again = group.at(2);
        PaperCommit valid = group.join(again)
                .with(new Remove(2), new PreSharedKey(new PreSharedKeyId.External(Octets.ofText("id"), NONCE)));
        Resigning resigning = new Resigning(erin.key(), again.key(), 2);
        all(
                "external commit",
                commitOf(valid),
                change -> stage(
                        new Sender.NewMemberCommit(), again.key(), resigning.commit(change.struct(), change.field())));
    }

    private Checked<StagedCommit> stage(Sender sender, PaperKey key, Commit commit, VerifiedProposal... live) {
        PaperMessage message = new PaperMessage(group.state.context(), sender, new Content.OfCommit(commit), key);
        return group.observer.stage(group.state, message.sign(), List.of(live));
    }

    private static Commit commitOf(PaperCommit paper) {
        if (paper.message().content().content() instanceof Content.OfCommit(Commit commit)) {
            return commit;
        }
        throw new IllegalStateException("a paper Commit is none");
    }

    private void messages() {
        message("proposal message", group.proposal(1, new Remove(3), _ -> {}), false);
        PreSharedKeyId psk = new PreSharedKeyId.External(Octets.ofText("id"), NONCE);
        PublicMessage commit =
                group.commit(1).with(new PreSharedKey(psk)).withoutPath().message();
        message("Commit message", commit, true);
    }

    private void message(String name, PublicMessage message, boolean isCommit) {
        PaperKey key = group.at(1).key();
        all(name, new MlsMessage.OfPublicMessage(message, Octets.EMPTY), change -> {
            PublicMessage signed = Resigning.message(change.struct(), change.field(), group.state.context(), key);
            return isCommit
                    ? group.observer.stage(group.state, signed, List.of())
                    : group.observer.verifyProposal(group.state, signed);
        });
    }

    private void groupInfo() {
        Extensions extensions = new Extensions(List.of(
                new Extension(
                        ExtensionType.RATCHET_TREE, group.state.ratchetTree().encoded()),
                new Extension(
                        ExtensionType.EXTERNAL_PUB,
                        PaperKey.encryptionKey(group.random).encoded()),
                new Extension(0x0a0a, Octets.ofText("grease"))));
        PaperKey key = group.at(0).key();
        all(
                "GroupInfo",
                group.groupInfo(extensions, 0),
                change -> group.observer.checkGroupInfo(
                        group.state, Resigning.groupInfo(change.struct(), change.field(), key)));
    }

    private void welcome() {
        StagedCommit staged = group.stage(group.commit(1).with(new Add(erin.keyPackage()), new Add(frank.keyPackage())))
                .orThrow();
        HpkeCiphertext sealed = new HpkeCiphertext(
                PaperKey.encryptionKey(group.random).octets(), Octets.owning(new byte[33 + 34 + 1 + 16]));
        List<EncryptedGroupSecrets> secrets = staged.addedKeyPackageRefs().stream()
                .map(ref -> new EncryptedGroupSecrets(ref, sealed))
                .toList();
        int groupInfoSize = staged.after().context().bytes().size() + 33 + 1 + 4 + 66 + 16;
        all(
                "Welcome",
                new Welcome(1, secrets, Octets.owning(new byte[groupInfoSize]), Octets.EMPTY),
                change -> group.observer.checkWelcomes(staged, List.of(reread(change.struct()))));
    }

    private static Welcome reread(Welcome welcome) {
        return Reader.whole(welcome.encoded(), "Welcome", Welcome::parse);
    }

    /// The first leaf and the nodes above it, with a tree hash that fits.
    private void tree() {
        PaperKey first = group.at(0).key();
        PaperKey signer = group.at(3).key();
        for (FieldChanges.Change<RatchetTree> change : FieldChanges.of(group.state.ratchetTree())) {
            if (!change.field().matches("nodes|nodes\\[[013]\\].*")) {
                continue;
            }
            outcome("tree", change, () -> {
                RatchetTree tree = Resigning.tree(change.struct(), change.field(), first);
                GroupContext context = group.state.context();
                GroupContext changed = context.at(
                        context.epoch(),
                        tree.treeHash(group.state.suite()),
                        context.confirmedTranscriptHash(),
                        Extensions.NONE);
                return group.observer.join(PaperGroup.groupInfo(changed, Extensions.NONE, 3, signer), tree);
            });
        }
    }

    private <T extends Struct> void all(String name, T struct, Function<FieldChanges.Change<T>, Checked<?>> check) {
        assertThat(check.apply(new FieldChanges.Change<>("", "", struct)))
                .as(name)
                .isInstanceOf(Checked.Passed.class);
        for (FieldChanges.Change<T> change : FieldChanges.of(struct)) {
            outcome(name, change, () -> check.apply(change));
        }
    }

    private void outcome(String name, FieldChanges.Change<?> change, Supplier<Checked<?>> check) {
        String outcome;
        try {
            outcome = switch (check.get()) {
                case Checked.Refused<?>(Refusal refusal) -> refusal.check().id();
                case Checked.Passed<?> _ -> ACCEPTED;
            };
        } catch (MalformedException e) {
            outcome = "malformed: " + e.reason();
        }
        if (!outcome.equals(ACCEPTED)) {
            reasons.add(outcome);
        }
        outcomes.add(name + " | " + change.field() + " | " + change.kind() + " | " + outcome);
    }

    private static Extensions extension(int type, Octets contents) {
        return new Extensions(List.of(new Extension(type, contents)));
    }
}
