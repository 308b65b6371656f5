package dev.epochal.mls.follow;

import static dev.epochal.mls.follow.PaperGroup.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.mls.codec.Codes;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.extension.AppDataDictionary;
import dev.epochal.mls.extension.Extension;
import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.extension.RequiredCapabilities;
import dev.epochal.mls.framing.PublicMessage;
import dev.epochal.mls.group.GroupContext;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.proposal.AppDataUpdate;
import dev.epochal.mls.proposal.GroupContextExtensions;
import dev.epochal.mls.proposal.ProposalType;
import dev.epochal.mls.proposal.Remove;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Checked;
import dev.epochal.mls.validation.RfcCheck;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AppDataTest {
    private static final int COMPONENT = 0x8001;
    private final PaperGroup group =
            grown(dictionary(Map.of(COMPONENT, Octets.ofText("one"), 5, Octets.ofText("five"))));

    private static PaperGroup grown(Extension... extensions) {
        PaperGroup group =
                PaperGroup.create(Rules.strict().withExternalCommits(true), new Extensions(List.of(extensions)));
        group.grow(3);
        return group;
    }

    private static Extension dictionary(Map<Integer, Octets> components) {
        return new Extension(
                ExtensionType.APP_DATA_DICTIONARY, new AppDataDictionary(new TreeMap<>(components)).encoded());
    }

    @Test
    void takes_data_away_without_being_told() {
        StagedCommit staged = group.stage(group.commit(1)
                        .with(new AppDataUpdate(COMPONENT, Optional.empty()))
                        .withoutPath())
                .orThrow();
        assertThat(staged.takenOnTrust()).isEmpty();
        assertThat(staged.after().context().extensions())
                .isEqualTo(new Extensions(List.of(dictionary(Map.of(5, Octets.ofText("five"))))));
    }

    @Test
    @RfcCheck({CheckId.APP_DATA_UNKNOWN, CheckId.GROUP_INFO_CONTEXT})
    void takes_the_outcome_of_an_update_from_the_group_info_and_says_so() {
        AppDataUpdate update = new AppDataUpdate(COMPONENT, Optional.of(Octets.ofText("+1")));
        PaperCommit commit = group.commit(1).with(update).withoutPath();
        assertRefused(group.stage(commit), CheckId.APP_DATA_UNKNOWN);
        Extension two = dictionary(Map.of(COMPONENT, Octets.ofText("two"), 5, Octets.ofText("five")));
        StagedCommit staged = group.observer
                .stage(group.state, commit.message(), List.of(), told(commit, two))
                .orThrow();
        assertThat(staged.takenOnTrust()).containsExactly(COMPONENT);
        assertThat(staged.after().context().extensions()).isEqualTo(new Extensions(List.of(two)));
        Extension more = dictionary(Map.of(COMPONENT, Octets.ofText("two"), 5, Octets.ofText("six")));
        assertRefused(
                group.observer.stage(group.state, commit.message(), List.of(), told(commit, more)),
                CheckId.GROUP_INFO_CONTEXT);
    }

    @Test
    @RfcCheck(CheckId.APP_DATA_OPERATIONS)
    void refuses_updates_that_contradict_each_other_or_the_state() {
        AppDataUpdate remove = new AppDataUpdate(COMPONENT, Optional.empty());
        AppDataUpdate update = new AppDataUpdate(COMPONENT, Optional.of(Octets.ofText("+1")));
        assertRefused(group.stage(group.commit(0).with(remove, remove)), CheckId.APP_DATA_OPERATIONS);
        assertRefused(group.stage(group.commit(0).with(update, remove)), CheckId.APP_DATA_OPERATIONS);
        AppDataUpdate nothing = new AppDataUpdate(7, Optional.empty());
        assertRefused(group.stage(group.commit(0).with(nothing)), CheckId.APP_DATA_OPERATIONS);
        assertRefused(
                group.observer.verifyProposal(group.state, group.proposal(1, nothing, _ -> {})),
                CheckId.APP_DATA_OPERATIONS);
    }

    @Test
    @RfcCheck(CheckId.APP_DATA_DICTIONARY)
    void refuses_an_unsorted_dictionary_wherever_it_stands() {
        Extensions unsorted = new Extensions(
                List.of(new Extension(ExtensionType.APP_DATA_DICTIONARY, Octets.ofHex("06000200000100"))));
        PaperClient erin = group.client("erin");
        assertRefused(
                group.observer.checkKeyPackage(erin.keyPackage(leaf -> leaf.extensions = unsorted, _ -> {})),
                CheckId.APP_DATA_DICTIONARY);
        assertRefused(
                group.observer.checkKeyPackage(erin.keyPackage(_ -> {}, paper -> paper.extensions = unsorted)),
                CheckId.APP_DATA_DICTIONARY);
        assertRefused(
                group.observer.checkGroupInfo(group.state, group.groupInfo(unsorted, 0)), CheckId.APP_DATA_DICTIONARY);
    }

    @Test
    @RfcCheck(CheckId.APP_DATA_DICTIONARY)
    void refuses_a_dictionary_that_is_not_sorted() {
        Extension unsorted = new Extension(ExtensionType.APP_DATA_DICTIONARY, Octets.ofHex("06000200000100"));
        assertRefused(
                group.stage(group.commit(0).with(new GroupContextExtensions(new Extensions(List.of(unsorted))))),
                CheckId.APP_DATA_DICTIONARY);
    }

    @Test
    @RfcCheck(CheckId.APP_DATA_GUARDED)
    void refuses_to_replace_a_guarded_dictionary() {
        Extension required = new Extension(
                ExtensionType.REQUIRED_CAPABILITIES,
                new RequiredCapabilities(Codes.NONE, Codes.of(ProposalType.APP_DATA_UPDATE), Codes.NONE).encoded());
        PaperGroup guarded = grown(required, dictionary(Map.of(5, Octets.ofText("five"))));
        Extensions changed = new Extensions(List.of(required, dictionary(Map.of())));
        assertRefused(
                guarded.stage(guarded.commit(0).with(new GroupContextExtensions(changed))), CheckId.APP_DATA_GUARDED);
        PaperGroup without = grown(required);
        assertRefused(
                without.stage(without.commit(0).with(new GroupContextExtensions(changed))), CheckId.APP_DATA_GUARDED);
        Extensions same = new Extensions(List.of(dictionary(Map.of(5, Octets.ofText("five")))));
        assertThat(guarded.stage(guarded.commit(0).with(new GroupContextExtensions(same))))
                .isInstanceOf(Checked.Passed.class);
    }

    @Test
    void checks_the_group_info_that_comes_with_a_commit() {
        PaperCommit commit = group.commit(1).with(new Remove(2));
        PublicMessage message = commit.message();
        StagedCommit staged =
                group.observer.stage(group.state, message, List.of()).orThrow();
        GroupInfo right = PaperGroup.groupInfo(
                staged.after().context(), Extensions.NONE, 0, group.at(0).key());
        assertThat(group.observer.stage(group.state, message, List.of(), right)).isInstanceOf(Checked.Passed.class);
        GroupInfo stale = group.groupInfo(Extensions.NONE, 0);
        assertRefused(group.observer.stage(group.state, message, List.of(), stale), CheckId.GROUP_INFO_CONTEXT);
    }

    /// The GroupInfo of the epoch after a Commit without a path, with this dictionary.
    private GroupInfo told(PaperCommit commit, Extension dictionary) {
        GroupContext before = group.state.context();
        GroupContext after = before.at(
                before.epoch() + 1,
                before.treeHash(),
                commit.message()
                        .authenticated()
                        .confirmedTranscriptHash(group.state.suite(), group.state.interimTranscriptHash()),
                new Extensions(List.of(dictionary)));
        return PaperGroup.groupInfo(after, Extensions.NONE, 0, group.at(0).key());
    }
}
