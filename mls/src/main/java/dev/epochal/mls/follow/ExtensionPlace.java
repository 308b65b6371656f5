package dev.epochal.mls.follow;

import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.extension.AppDataDictionary;
import dev.epochal.mls.extension.Extension;
import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Enforces;
import java.util.Locale;
import java.util.Set;

/// The structs that hold extensions, and which of the registered types may stand in each (RFC 9420 §17.3).
/// Unknown types may stand anywhere.
enum ExtensionPlace {
    KEY_PACKAGE(Set.of(ExtensionType.APP_DATA_DICTIONARY, ExtensionType.LAST_RESORT)),
    LEAF_NODE(Set.of(
            ExtensionType.APPLICATION_ID, ExtensionType.APP_DATA_DICTIONARY, ExtensionType.SUPPORTED_WIRE_FORMATS)),
    GROUP_CONTEXT(Set.of(
            ExtensionType.REQUIRED_CAPABILITIES,
            ExtensionType.EXTERNAL_SENDERS,
            ExtensionType.APP_DATA_DICTIONARY,
            ExtensionType.REQUIRED_WIRE_FORMATS)),
    GROUP_INFO(Set.of(ExtensionType.RATCHET_TREE, ExtensionType.EXTERNAL_PUB, ExtensionType.APP_DATA_DICTIONARY));

    private static final Set<Integer> REGISTERED = Set.of(
            ExtensionType.APPLICATION_ID,
            ExtensionType.RATCHET_TREE,
            ExtensionType.REQUIRED_CAPABILITIES,
            ExtensionType.EXTERNAL_PUB,
            ExtensionType.EXTERNAL_SENDERS,
            ExtensionType.APP_DATA_DICTIONARY,
            ExtensionType.SUPPORTED_WIRE_FORMATS,
            ExtensionType.REQUIRED_WIRE_FORMATS,
            ExtensionType.LAST_RESORT);

    @SuppressWarnings("ImmutableEnumChecker") // always an unmodifiable set
    private final Set<Integer> allowed;

    ExtensionPlace(Set<Integer> allowed) {
        this.allowed = allowed;
    }

    /// Refuses a registered type that belongs elsewhere, and data of components in a wrong order.
    @Enforces({CheckId.EXTENSION_PLACE, CheckId.APP_DATA_DICTIONARY})
    void check(Extensions extensions) {
        for (Extension extension : extensions.list()) {
            CheckId.EXTENSION_PLACE.require(
                    allowed.contains(extension.type()) || !REGISTERED.contains(extension.type()),
                    "the extension type " + extension.type() + " in a "
                            + name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        try {
            extensions.find(ExtensionType.APP_DATA_DICTIONARY).ifPresent(AppDataDictionary::parse);
        } catch (MalformedException e) {
            throw CheckId.APP_DATA_DICTIONARY.refuse(String.valueOf(e.getMessage()));
        }
    }
}
