package dev.epochal.mls.follow;

import dev.epochal.mls.crypto.CipherSuite;
import dev.epochal.mls.crypto.PublicKeyForm;
import dev.epochal.mls.crypto.SignContent;
import dev.epochal.mls.crypto.SignatureLabel;
import dev.epochal.mls.extension.Extension;
import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.group.ProtocolVersion;
import dev.epochal.mls.keypackage.KeyPackage;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Enforces;
import java.util.function.IntPredicate;

/// Checks a KeyPackage by itself (RFC 9420 §10.1).
final class KeyPackageChecks {
    private final Observer observer;
    private final CipherSuite suite;

    KeyPackageChecks(Observer observer, CipherSuite suite) {
        this.observer = observer;
        this.suite = suite;
    }

    @Enforces({
        CheckId.KEY_PACKAGE_VERSION,
        CheckId.KEY_PACKAGE_SUITE,
        CheckId.INIT_KEY_FORM,
        CheckId.KEY_PACKAGE_INIT_KEY
    })
    void check(KeyPackage keyPackage) {
        CheckId.KEY_PACKAGE_VERSION.require(
                keyPackage.version() == ProtocolVersion.MLS10, "the version " + keyPackage.version());
        CheckId.KEY_PACKAGE_SUITE.require(
                keyPackage.cipherSuite() == suite.code(), "the suite " + keyPackage.cipherSuite());
        CheckId.INIT_KEY_FORM.require(
                PublicKeyForm.accepts(suite.kem(), keyPackage.initKey()),
                "the key " + keyPackage.initKey().octets());
        CheckId.KEY_PACKAGE_INIT_KEY.require(
                !keyPackage.initKey().equals(keyPackage.leafNode().encryptionKey()), "both are the same");
        checkExtensions(keyPackage);
        new LeafChecks(observer, suite).check(keyPackage.leafNode(), new LeafPlace.InKeyPackage(), false);
        checkSignature(keyPackage);
    }

    @Enforces(CheckId.KEY_PACKAGE_EXTENSIONS)
    private static void checkExtensions(KeyPackage keyPackage) {
        ExtensionPlace.KEY_PACKAGE.check(keyPackage.extensions());
        IntPredicate listed = keyPackage.leafNode().capabilities().extensions().lookup();
        for (Extension extension : keyPackage.extensions().list()) {
            CheckId.KEY_PACKAGE_EXTENSIONS.require(
                    ExtensionType.isDefault(extension.type()) || listed.test(extension.type()),
                    "the extension type " + extension.type());
        }
    }

    @Enforces(CheckId.KEY_PACKAGE_SIGNATURE)
    private void checkSignature(KeyPackage keyPackage) {
        SignContent content = new SignContent(SignatureLabel.KEY_PACKAGE, keyPackage.toBeSigned());
        CheckId.KEY_PACKAGE_SIGNATURE.require(
                observer.signatures()
                        .verify(suite, keyPackage.leafNode().signatureKey(), content, keyPackage.signature()),
                "by the key " + keyPackage.leafNode().signatureKey().octets());
    }
}
