package dev.epochal.mls.follow;

import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.CipherSuite;
import dev.epochal.mls.crypto.PublicKeyForm;
import dev.epochal.mls.extension.AppDataDictionary;
import dev.epochal.mls.extension.Extension;
import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.extension.ExternalSender;
import dev.epochal.mls.extension.RequiredCapabilities;
import dev.epochal.mls.proposal.ProposalType;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Enforces;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;

/// The extensions of a GroupContext, read.
///
/// @param extensions as they stand there
/// @param required what every member must support
/// @param externalSenders who may propose from outside
/// @param dictionary the data of application components
record GroupParameters(
        Extensions extensions,
        RequiredCapabilities required,
        List<ExternalSender> externalSenders,
        AppDataDictionary dictionary) {

    @Enforces({CheckId.GROUP_EXTENSION_CONTENTS, CheckId.APP_DATA_DICTIONARY, CheckId.EXTENSION_PLACE})
    static GroupParameters of(Extensions extensions, CipherSuite suite) {
        ExtensionPlace.GROUP_CONTEXT.check(extensions);
        RequiredCapabilities required = extensions
                .find(ExtensionType.REQUIRED_CAPABILITIES)
                .map(contents -> read(contents, RequiredCapabilities::parse, CheckId.GROUP_EXTENSION_CONTENTS))
                .orElse(RequiredCapabilities.NONE);
        List<ExternalSender> senders = extensions
                .find(ExtensionType.EXTERNAL_SENDERS)
                .map(contents -> read(contents, ExternalSender::parseAll, CheckId.GROUP_EXTENSION_CONTENTS))
                .orElse(List.of());
        for (ExternalSender sender : senders) {
            CheckId.SIGNATURE_KEY_FORM.require(
                    PublicKeyForm.accepts(suite.signatureScheme(), sender.signatureKey()), "an external sender");
        }
        AppDataDictionary dictionary = extensions
                .find(ExtensionType.APP_DATA_DICTIONARY)
                .map(contents -> read(contents, AppDataDictionary::parse, CheckId.APP_DATA_DICTIONARY))
                .orElse(new AppDataDictionary(new TreeMap<>()));
        return new GroupParameters(extensions, required, senders, dictionary);
    }

    private static <T> T read(Octets contents, Function<Octets, T> parser, CheckId check) {
        try {
            return parser.apply(contents);
        } catch (MalformedException e) {
            throw check.refuse(String.valueOf(e.getMessage()));
        }
    }

    /// Refuses a leaf that doesn't support what the group requires.
    @Enforces({CheckId.REQUIRED_CAPABILITIES, CheckId.GROUP_EXTENSIONS})
    void checkSupport(LeafNode leaf) {
        required.extensionTypes().stream()
                .filter(type -> !ExtensionType.isDefault(type)
                        && !leaf.capabilities().extensions().contains(type))
                .forEach(type -> {
                    throw CheckId.REQUIRED_CAPABILITIES.refuse("the extension type " + type);
                });
        required.proposalTypes().stream()
                .filter(type -> !ProposalType.isDefault(type)
                        && !leaf.capabilities().proposals().contains(type))
                .forEach(type -> {
                    throw CheckId.REQUIRED_CAPABILITIES.refuse("the proposal type " + type);
                });
        required.credentialTypes().stream()
                .filter(type -> !leaf.capabilities().credentials().contains(type))
                .forEach(type -> {
                    throw CheckId.REQUIRED_CAPABILITIES.refuse("the credential type " + type);
                });
        for (Extension extension : extensions.list()) {
            CheckId.GROUP_EXTENSIONS.require(
                    ExtensionType.isDefault(extension.type())
                            || leaf.capabilities().extensions().contains(extension.type()),
                    "the extension type " + extension.type());
        }
    }

    /// Refuses a tree some of whose members don't support what the group requires or each other's credentials.
    @Enforces({CheckId.REQUIRED_CAPABILITIES, CheckId.GROUP_EXTENSIONS, CheckId.CREDENTIALS_SUPPORTED})
    void checkSupport(TrackedTree tree) {
        requireAll(
                tree,
                Tallies.Kind.EXTENSION,
                required.extensionTypes().stream()
                        .filter(type -> !ExtensionType.isDefault(type))
                        .toArray());
        requireAll(
                tree,
                Tallies.Kind.PROPOSAL,
                required.proposalTypes().stream()
                        .filter(type -> !ProposalType.isDefault(type))
                        .toArray());
        requireAll(
                tree,
                Tallies.Kind.CREDENTIAL,
                required.credentialTypes().stream().toArray());
        for (Extension extension : extensions.list()) {
            CheckId.GROUP_EXTENSIONS.require(
                    ExtensionType.isDefault(extension.type())
                            || tree.allSupport(Tallies.Kind.EXTENSION, extension.type()),
                    "the extension type " + extension.type());
        }
        for (int type : tree.tallies().credentialsInUse().keySet()) {
            CheckId.CREDENTIALS_SUPPORTED.require(
                    tree.allSupport(Tallies.Kind.CREDENTIAL, type), "the credential type " + type);
        }
    }

    private static void requireAll(TrackedTree tree, Tallies.Kind kind, int[] codes) {
        for (int code : codes) {
            CheckId.REQUIRED_CAPABILITIES.require(
                    tree.allSupport(kind, code), "the " + kind.name().toLowerCase(Locale.ROOT) + " type " + code);
        }
    }
}
