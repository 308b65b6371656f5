package dev.epochal.mls.follow;

import dev.epochal.mls.credential.CertificateKey;
import dev.epochal.mls.credential.X509Credential;
import dev.epochal.mls.crypto.CipherSuite;
import dev.epochal.mls.crypto.PublicKeyForm;
import dev.epochal.mls.crypto.SignContent;
import dev.epochal.mls.crypto.SignatureLabel;
import dev.epochal.mls.extension.Extension;
import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.group.ProtocolVersion;
import dev.epochal.mls.tree.Capabilities;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.LeafNodeSource;
import dev.epochal.mls.tree.Lifetime;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Enforces;
import java.util.function.IntPredicate;

/// Checks a LeafNode by itself (RFC 9420 §7.3); what concerns the other members is checked on the tree.
final class LeafChecks {
    private final Observer observer;
    private final CipherSuite suite;

    LeafChecks(Observer observer, CipherSuite suite) {
        this.observer = observer;
        this.suite = suite;
    }

    /// Checks everything; a signature key that is known to be well formed isn't looked at again.
    void check(LeafNode leaf, LeafPlace place, boolean knownSignatureKey) {
        checkSource(leaf, place);
        checkCapabilities(leaf);
        checkKeys(leaf, knownSignatureKey);
        checkSignature(leaf, place);
    }

    @Enforces(CheckId.LEAF_SOURCE)
    private void checkSource(LeafNode leaf, LeafPlace place) {
        CheckId.LEAF_SOURCE.require(
                place.allows(leaf.source()),
                leaf.source().getClass().getSimpleName() + " instead of "
                        + place.getClass().getSimpleName());
        if (!(place instanceof LeafPlace.InTree)) {
            checkLifetime(leaf);
        }
    }

    /// A leaf from a KeyPackage must be in time when it is used.
    @Enforces({CheckId.LEAF_LIFETIME, CheckId.LEAF_LIFETIME_TOTAL})
    void checkLifetime(LeafNode leaf) {
        if (!(leaf.source() instanceof LeafNodeSource.InKeyPackage(Lifetime lifetime))
                || !observer.rules().lifetimesChecked()) {
            return;
        }
        long total = lifetime.notAfter() - lifetime.notBefore();
        boolean ordered = Long.compareUnsigned(lifetime.notBefore(), lifetime.notAfter()) <= 0;
        CheckId.LEAF_LIFETIME_TOTAL.require(
                ordered && Long.compareUnsigned(total, observer.rules().lifetimeSecondsMax()) <= 0,
                Long.toUnsignedString(total) + " seconds");
        CheckId.LEAF_LIFETIME.require(
                lifetime.covers(observer.nowSeconds()),
                "from " + Long.toUnsignedString(lifetime.notBefore()) + " to "
                        + Long.toUnsignedString(lifetime.notAfter()));
    }

    @Enforces({CheckId.LEAF_VERSION, CheckId.LEAF_SUITE, CheckId.LEAF_CREDENTIAL_LISTED, CheckId.LEAF_EXTENSIONS_LISTED
    })
    private void checkCapabilities(LeafNode leaf) {
        Capabilities capabilities = leaf.capabilities();
        CheckId.LEAF_VERSION.require(capabilities.versions().contains(ProtocolVersion.MLS10), "mls10 is missing");
        CheckId.LEAF_SUITE.require(
                capabilities.cipherSuites().contains(suite.code()), "the suite " + suite.code() + " is missing");
        CheckId.LEAF_CREDENTIAL_LISTED.require(
                capabilities.credentials().contains(leaf.credential().type()),
                "the credential type " + leaf.credential().type());
        ExtensionPlace.LEAF_NODE.check(leaf.extensions());
        WireFormats.check(leaf.extensions());
        IntPredicate listed = capabilities.extensions().lookup();
        for (Extension extension : leaf.extensions().list()) {
            CheckId.LEAF_EXTENSIONS_LISTED.require(
                    ExtensionType.isDefault(extension.type()) || listed.test(extension.type()),
                    "the extension type " + extension.type());
        }
    }

    @Enforces({CheckId.ENCRYPTION_KEY_FORM, CheckId.SIGNATURE_KEY_FORM})
    private void checkKeys(LeafNode leaf, boolean knownSignatureKey) {
        CheckId.ENCRYPTION_KEY_FORM.require(
                PublicKeyForm.accepts(suite.kem(), leaf.encryptionKey()),
                "of a leaf: ",
                leaf.encryptionKey().octets());
        CheckId.SIGNATURE_KEY_FORM.require(
                knownSignatureKey || PublicKeyForm.accepts(suite.signatureScheme(), leaf.signatureKey()),
                "of a leaf: ",
                leaf.signatureKey().octets());
        if (leaf.credential() instanceof X509Credential credential) {
            checkCertificates(credential, leaf);
        }
    }

    @Enforces({CheckId.X509_KEY, CheckId.X509_TRUST})
    private void checkCertificates(X509Credential credential, LeafNode leaf) {
        CheckId.X509_KEY.require(
                CertificateKey.of(credential, suite.signatureScheme())
                        .filter(leaf.signatureKey()::equals)
                        .isPresent(),
                "of the end entity");
        observer.rules()
                .trust()
                .flatMap(trust -> trust.refuse(credential, observer.nowSeconds()))
                .ifPresent(reason -> {
                    throw CheckId.X509_TRUST.refuse(reason);
                });
    }

    @Enforces(CheckId.LEAF_SIGNATURE)
    void checkSignature(LeafNode leaf, LeafPlace place) {
        SignContent content =
                new SignContent(SignatureLabel.LEAF_NODE, leaf.toBeSigned(place.groupId(), place.leafIndex()));
        CheckId.LEAF_SIGNATURE.require(
                observer.signatures().verify(suite, leaf.signatureKey(), content, leaf.signature()),
                "by the key ",
                leaf.signatureKey().octets());
    }
}
