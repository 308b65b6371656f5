package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.extension.AppDataDictionary;
import dev.epochal.mls.extension.Extension;
import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.proposal.AppDataUpdate;
import dev.epochal.mls.proposal.ProposalType;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Enforces;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Applies AppDataUpdate proposals to the extensions of a GroupContext (MLS extensions draft). What an update
/// means is known to its component only, so its outcome is taken from the GroupInfo of the new epoch.
final class AppDataUpdates {
    private final GroupParameters parameters;
    private final List<Integer> takenOnTrust = new ArrayList<>();

    AppDataUpdates(GroupParameters parameters) {
        this.parameters = parameters;
    }

    /// The components whose data was taken from the GroupInfo.
    List<Integer> takenOnTrust() {
        return List.copyOf(takenOnTrust);
    }

    /// GroupContextExtensions may not touch the dictionary of a group that requires support for AppDataUpdate.
    @Enforces(CheckId.APP_DATA_GUARDED)
    void checkGuarded(GroupParameters proposed) {
        boolean guarded = parameters.required().proposalTypes().contains(ProposalType.APP_DATA_UPDATE);
        Optional<Octets> before = parameters.extensions().find(ExtensionType.APP_DATA_DICTIONARY);
        Optional<Octets> after = proposed.extensions().find(ExtensionType.APP_DATA_DICTIONARY);
        CheckId.APP_DATA_GUARDED.require(!guarded || after.equals(before), "by a GroupContextExtensions");
    }

    /// The extensions after the updates.
    @Enforces({CheckId.APP_DATA_OPERATIONS, CheckId.APP_DATA_UNKNOWN})
    Extensions apply(Extensions extensions, List<AppDataUpdate> updates, Optional<AppDataDictionary> told) {
        if (updates.isEmpty()) {
            return extensions;
        }
        SortedMap<Integer, Octets> components =
                new TreeMap<>(parametersAfter(extensions).components());
        Map<Integer, Boolean> removals = new TreeMap<>();
        for (AppDataUpdate update : updates) {
            int id = update.componentId();
            boolean removes = update.update().isEmpty();
            Boolean before = removals.put(id, removes);
            CheckId.APP_DATA_OPERATIONS.require(before == null || !(before || removes), "the component " + id);
        }
        removals.forEach((id, removes) -> {
            if (removes) {
                CheckId.APP_DATA_OPERATIONS.require(components.remove(id) != null, "nothing to remove: " + id);
            } else {
                components.put(id, told(told, id));
            }
        });
        return withDictionary(extensions, new AppDataDictionary(components));
    }

    private AppDataDictionary parametersAfter(Extensions extensions) {
        return extensions
                .find(ExtensionType.APP_DATA_DICTIONARY)
                .map(AppDataDictionary::parse)
                .orElse(new AppDataDictionary(new TreeMap<>()));
    }

    private Octets told(Optional<AppDataDictionary> told, int id) {
        Octets contents = told.map(AppDataDictionary::components)
                .map(components -> components.get(id))
                .orElseThrow(() -> CheckId.APP_DATA_UNKNOWN.refuse("the component " + id));
        takenOnTrust.add(id);
        return contents;
    }

    private static Extensions withDictionary(Extensions extensions, AppDataDictionary dictionary) {
        Extension replacement = new Extension(ExtensionType.APP_DATA_DICTIONARY, dictionary.encoded());
        List<Extension> list = new ArrayList<>(extensions.list());
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).type() == ExtensionType.APP_DATA_DICTIONARY) {
                list.set(i, replacement);
                return new Extensions(list);
            }
        }
        list.add(replacement);
        return new Extensions(list);
    }
}
