package dev.epochal.mls.follow;

import dev.epochal.mls.extension.AppDataDictionary;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.proposal.AppDataUpdate;
import dev.epochal.mls.proposal.GroupContextExtensions;
import java.util.List;
import java.util.Optional;

/// Computes the GroupContext's extensions after a Commit (RFC 9420 §12.3).
final class ContextChange {
    private final PublicGroup group;
    private final Optional<GroupInfo> groupInfo;
    private final AppDataUpdates appData;

    ContextChange(PublicGroup group, Optional<GroupInfo> groupInfo) {
        this.group = group;
        this.groupInfo = groupInfo;
        this.appData = new AppDataUpdates(group.parameters());
    }

    GroupParameters apply(ProposalList list) {
        Extensions extensions = group.context().extensions();
        for (GroupContextExtensions proposal : list.of(GroupContextExtensions.class)) {
            extensions = proposal.extensions();
            appData.checkGuarded(GroupParameters.of(extensions, group.suite()));
        }
        List<AppDataUpdate> updates = list.of(AppDataUpdate.class);
        if (!updates.isEmpty()) {
            extensions = appData.apply(extensions, updates, told());
        }
        return extensions.equals(group.context().extensions())
                ? group.parameters()
                : GroupParameters.of(extensions, group.suite());
    }

    /// The dictionary that the GroupInfo tells; that the rest of it is right is checked when the Commit is staged.
    private Optional<AppDataDictionary> told() {
        return groupInfo.map(info -> GroupParameters.of(info.groupContext().extensions(), group.suite())
                .dictionary());
    }

    List<Integer> takenOnTrust() {
        return appData.takenOnTrust();
    }
}
