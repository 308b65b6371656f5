package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Codes;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.CipherSuite;
import dev.epochal.mls.crypto.PublicKeyForm;
import dev.epochal.mls.extension.AppDataDictionary;
import dev.epochal.mls.extension.ComponentId;
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
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntPredicate;

/// The extensions of a GroupContext, read.
///
/// @param extensions as they stand there
/// @param required what every member must support
/// @param externalSenders who may propose from outside
/// @param dictionary the data of application components
/// @param wireFormats what every member must support beyond the RFC's wire formats
record GroupParameters(
        Extensions extensions,
        RequiredCapabilities required,
        List<ExternalSender> externalSenders,
        AppDataDictionary dictionary,
        Codes wireFormats) {

    @Enforces({CheckId.GROUP_EXTENSION_CONTENTS, CheckId.SIGNATURE_KEY_FORM})
    static GroupParameters of(Extensions extensions, CipherSuite suite) {
        ExtensionPlace.GROUP_CONTEXT.check(extensions);
        RequiredCapabilities required = extensions
                .find(ExtensionType.REQUIRED_CAPABILITIES)
                .map(contents -> read(contents, RequiredCapabilities::parse))
                .orElse(RequiredCapabilities.NONE);
        List<ExternalSender> senders = extensions
                .find(ExtensionType.EXTERNAL_SENDERS)
                .map(contents -> read(contents, ExternalSender::parseAll))
                .orElse(List.of());
        for (ExternalSender sender : senders) {
            CheckId.SIGNATURE_KEY_FORM.require(
                    PublicKeyForm.accepts(suite.signatureScheme(), sender.signatureKey()), "an external sender");
        }
        AppDataDictionary dictionary = extensions
                .find(ExtensionType.APP_DATA_DICTIONARY)
                .map(AppDataDictionary::parse)
                .orElse(new AppDataDictionary(new TreeMap<>()));
        return new GroupParameters(extensions, required, senders, dictionary, WireFormats.requiredBy(extensions));
    }

    private static <T> T read(Octets contents, Function<Octets, T> parser) {
        try {
            return parser.apply(contents);
        } catch (MalformedException e) {
            throw CheckId.GROUP_EXTENSION_CONTENTS.refuse(String.valueOf(e.getMessage()));
        }
    }

    /// Whether each message's `authenticated_data` is divided among components.
    boolean safeAad() {
        return dictionary.components().containsKey(ComponentId.SAFE_AAD);
    }

    /// Refuses a leaf that doesn't support what the group requires.
    @Enforces(CheckId.GROUP_EXTENSIONS)
    void checkSupport(LeafNode leaf) {
        IntPredicate extensionTypes = leaf.capabilities().extensions().lookup();
        IntPredicate proposalTypes = leaf.capabilities().proposals().lookup();
        IntPredicate credentialTypes = leaf.capabilities().credentials().lookup();
        requireAll(
                "extension",
                required.extensionTypes(),
                type -> ExtensionType.isDefault(type) || extensionTypes.test(type));
        requireAll(
                "proposal", required.proposalTypes(), type -> ProposalType.isDefault(type) || proposalTypes.test(type));
        requireAll("credential", required.credentialTypes(), credentialTypes);
        for (Extension extension : extensions.list()) {
            CheckId.GROUP_EXTENSIONS.require(
                    ExtensionType.isDefault(extension.type()) || extensionTypes.test(extension.type()),
                    "the extension type " + extension.type());
        }
        WireFormats.checkSupport(wireFormats, leaf);
    }

    /// Refuses a tree some of whose members don't support what the group requires or each other's credentials.
    @Enforces({CheckId.GROUP_EXTENSIONS, CheckId.CREDENTIALS_SUPPORTED})
    void checkSupport(TrackedTree tree) {
        requireAll(
                "extension",
                required.extensionTypes(),
                type -> ExtensionType.isDefault(type) || tree.allSupport(Tallies.Kind.EXTENSION, type));
        requireAll(
                "proposal",
                required.proposalTypes(),
                type -> ProposalType.isDefault(type) || tree.allSupport(Tallies.Kind.PROPOSAL, type));
        requireAll("credential", required.credentialTypes(), type -> tree.allSupport(Tallies.Kind.CREDENTIAL, type));
        WireFormats.checkSupport(wireFormats, tree);
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

    @Enforces(CheckId.REQUIRED_CAPABILITIES)
    private static void requireAll(String kind, Codes required, IntPredicate supported) {
        for (int i = 0; i < required.size(); i++) {
            int type = required.at(i);
            CheckId.REQUIRED_CAPABILITIES.require(supported.test(type), "the " + kind + " type " + type);
        }
    }
}
