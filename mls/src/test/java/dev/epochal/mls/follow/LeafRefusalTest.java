package dev.epochal.mls.follow;

import static dev.epochal.mls.follow.PaperGroup.assertRefused;

import dev.epochal.mls.codec.Codes;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.credential.BasicCredential;
import dev.epochal.mls.credential.CertificateTrust;
import dev.epochal.mls.credential.Certificates;
import dev.epochal.mls.credential.Credential;
import dev.epochal.mls.credential.X509Credential;
import dev.epochal.mls.crypto.HpkePublicKey;
import dev.epochal.mls.crypto.SignaturePublicKey;
import dev.epochal.mls.crypto.SignatureScheme;
import dev.epochal.mls.extension.Extension;
import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.proposal.Add;
import dev.epochal.mls.tree.LeafNodeSource;
import dev.epochal.mls.tree.Lifetime;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Checked;
import dev.epochal.mls.validation.RfcCheck;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// Each change is made to the leaf of a KeyPackage in an Add, of an Update, and of the path of a Commit.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LeafRefusalTest {
    private final PaperGroup group = PaperGroup.ofFour();

    @Test
    @RfcCheck(CheckId.LEAF_SIGNATURE)
    void refuses_a_leaf_with_a_wrong_signature() {
        everywhere(leaf -> leaf.signer = group.at(3).key(), CheckId.LEAF_SIGNATURE);
        assertRefused(group.stage(group.commit(1).signingAnotherLeafIndex()), CheckId.LEAF_SIGNATURE);
    }

    @Test
    @RfcCheck(CheckId.LEAF_SOURCE)
    void refuses_a_leaf_of_another_source() {
        LeafNodeSource update = new LeafNodeSource.InUpdate();
        LeafNodeSource commit = new LeafNodeSource.InCommit(Octets.EMPTY);
        LeafNodeSource keyPackage = new LeafNodeSource.InKeyPackage(new Lifetime(0, PaperClient.NOW + 10));
        add(leaf -> leaf.source = update, CheckId.LEAF_SOURCE);
        add(leaf -> leaf.source = commit, CheckId.LEAF_SOURCE);
        update(leaf -> leaf.source = keyPackage, CheckId.LEAF_SOURCE);
        update(leaf -> leaf.source = commit, CheckId.LEAF_SOURCE);
        path(leaf -> leaf.source = keyPackage, CheckId.LEAF_SOURCE);
        path(leaf -> leaf.source = update, CheckId.LEAF_SOURCE);
    }

    @Test
    @RfcCheck({CheckId.LEAF_LIFETIME, CheckId.LEAF_LIFETIME_TOTAL})
    void refuses_a_leaf_out_of_time_or_for_too_long() {
        long now = PaperClient.NOW;
        lifetime(now - 100, now - 1, CheckId.LEAF_LIFETIME);
        lifetime(now + 1, now + 100, CheckId.LEAF_LIFETIME);
        lifetime(0, -1, CheckId.LEAF_LIFETIME_TOTAL);
        lifetime(now, now + 500 * 86_400, CheckId.LEAF_LIFETIME_TOTAL);
        lifetime(now + 10, now - 10, CheckId.LEAF_LIFETIME_TOTAL);
    }

    @Test
    @RfcCheck(CheckId.LEAF_LIFETIME)
    void refuses_an_add_that_expired_since_it_was_proposed() {
        VerifiedProposal add = group.verified(2, new Add(group.client("erin").keyPackage()));
        PaperCommit commit = group.commit(1).covering(add);
        Observer later = group.observer.at(PaperClient.NOW + 31 * 86_400);
        assertRefused(later.stage(group.state, commit.message(), commit.live()), CheckId.LEAF_LIFETIME);
    }

    @Test
    @RfcCheck({CheckId.LEAF_VERSION, CheckId.LEAF_SUITE, CheckId.LEAF_CREDENTIAL_LISTED})
    void refuses_a_leaf_that_does_not_list_what_it_uses() {
        everywhere(leaf -> leaf.versions = Codes.of(2, 0x0a0a), CheckId.LEAF_VERSION);
        everywhere(leaf -> leaf.suites = Codes.of(2, 3), CheckId.LEAF_SUITE);
        everywhere(leaf -> leaf.credentialTypes = Codes.of(2), CheckId.LEAF_CREDENTIAL_LISTED);
    }

    @Test
    @RfcCheck({CheckId.LEAF_EXTENSIONS_LISTED, CheckId.EXTENSION_PLACE})
    void refuses_leaf_extensions_that_are_not_listed_or_belong_elsewhere() {
        everywhere(leaf -> leaf.extensions = extension(0xf123), CheckId.LEAF_EXTENSIONS_LISTED);
        everywhere(leaf -> leaf.extensions = extension(ExtensionType.EXTERNAL_PUB), CheckId.EXTENSION_PLACE);
        everywhere(leaf -> leaf.extensions = extension(ExtensionType.LAST_RESORT), CheckId.EXTENSION_PLACE);
    }

    @Test
    @RfcCheck({CheckId.ENCRYPTION_KEY_FORM, CheckId.SIGNATURE_KEY_FORM, CheckId.INIT_KEY_FORM})
    void refuses_keys_that_are_no_keys_of_the_suite() {
        HpkePublicKey shortKey = new HpkePublicKey(Octets.ofText("short"));
        HpkePublicKey smallOrder = new HpkePublicKey(Octets.owning(new byte[32]));
        everywhere(leaf -> leaf.encryptionKey = shortKey, CheckId.ENCRYPTION_KEY_FORM);
        everywhere(leaf -> leaf.encryptionKey = smallOrder, CheckId.ENCRYPTION_KEY_FORM);
        SignaturePublicKey smallOrderKey = new SignaturePublicKey(Octets.owning(new byte[32]));
        everywhere(leaf -> leaf.signatureKey = smallOrderKey, CheckId.SIGNATURE_KEY_FORM);
        Add add = new Add(group.client("erin").keyPackage(_ -> {}, paper -> paper.initKey = shortKey));
        assertRefused(group.stage(group.commit(1).with(add)), CheckId.INIT_KEY_FORM);
    }

    @Test
    @RfcCheck(CheckId.X509_KEY)
    void refuses_a_certificate_that_is_none_or_holds_another_key() {
        everywhere(leaf -> leaf.credential = new X509Credential(List.of()), CheckId.X509_KEY);
        everywhere(leaf -> leaf.credential = new X509Credential(List.of(Octets.ofText("no DER"))), CheckId.X509_KEY);
    }

    @Test
    void accepts_a_certificate_that_holds_the_signature_key() throws GeneralSecurityException {
        KeyPair root = Certificates.keys(SignatureScheme.ECDSA_P256_SHA256);
        Add add = certified(group.client("erin"), root);
        Assertions.assertThat(group.stage(group.commit(1).with(add))).isInstanceOf(Checked.Passed.class);
        Credential credential = add.keyPackage().leafNode().credential();
        everywhere(leaf -> leaf.credential = credential, CheckId.X509_KEY);
    }

    @Test
    @RfcCheck(CheckId.X509_TRUST)
    void refuses_certificates_that_lead_to_none_that_is_trusted() throws GeneralSecurityException {
        KeyPair root = Certificates.keys(SignatureScheme.ECDSA_P256_SHA256);
        CertificateTrust trust =
                CertificateTrust.in(List.of(Certificates.issue("CN=root", root, "CN=root", root, true)));
        Observer strict =
                new Observer(group.observer.signatures(), group.observer.rules().withTrust(trust), PaperClient.NOW);
        PaperClient client = group.client("erin");
        PaperCommit trusted = group.commit(1).with(certified(client, root));
        Assertions.assertThat(strict.stage(group.state, trusted.message(), List.of()))
                .isInstanceOf(Checked.Passed.class);
        KeyPair other = Certificates.keys(SignatureScheme.ECDSA_P256_SHA256);
        PaperCommit untrusted = group.commit(1).with(certified(client, other));
        assertRefused(strict.stage(group.state, untrusted.message(), List.of()), CheckId.X509_TRUST);
    }

    private static Add certified(PaperClient client, KeyPair issuer) throws GeneralSecurityException {
        Octets spki = new Writer()
                .raw(Octets.ofHex("302a300506032b6570032100"))
                .raw(client.key().publicKey().octets())
                .toOctets();
        PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki.toByteArray()));
        Octets certificate =
                Certificates.issue("CN=erin", new KeyPair(key, issuer.getPrivate()), "CN=root", issuer, false);
        X509Credential credential = new X509Credential(List.of(certificate));
        return new Add(client.keyPackage(leaf -> leaf.credential = credential, _ -> {}));
    }

    @Test
    @RfcCheck({CheckId.SIGNATURE_KEY_UNIQUE, CheckId.IDENTITY_UNIQUE})
    void refuses_a_signature_key_or_identity_that_another_member_has() {
        PaperKey taken = group.at(3).key();
        everywhere(
                leaf -> {
                    leaf.signatureKey = taken.publicKey();
                    leaf.signer = taken;
                },
                CheckId.SIGNATURE_KEY_UNIQUE,
                taken);
        BasicCredential identity = new BasicCredential(Octets.ofText(group.at(3).name()));
        everywhere(leaf -> leaf.credential = identity, CheckId.IDENTITY_UNIQUE);
    }

    @Test
    @RfcCheck({CheckId.ENCRYPTION_KEY_UNIQUE, CheckId.PATH_KEYS_FRESH, CheckId.UPDATE_KEY_FRESH})
    void refuses_an_encryption_key_that_is_in_the_tree() {
        HpkePublicKey taken = group.state.leaf(3).orElseThrow().encryptionKey();
        HpkePublicKey ofParent = group.state.ratchetTree().node(5).orElseThrow().encryptionKey();
        add(leaf -> leaf.encryptionKey = taken, CheckId.ENCRYPTION_KEY_UNIQUE);
        add(leaf -> leaf.encryptionKey = ofParent, CheckId.ENCRYPTION_KEY_UNIQUE);
        path(leaf -> leaf.encryptionKey = taken, CheckId.PATH_KEYS_FRESH);
        path(leaf -> leaf.encryptionKey = ofParent, CheckId.PATH_KEYS_FRESH);
        HpkePublicKey own = group.state.leaf(1).orElseThrow().encryptionKey();
        update(leaf -> leaf.encryptionKey = own, CheckId.UPDATE_KEY_FRESH);
        path(leaf -> leaf.encryptionKey = group.state.leaf(2).orElseThrow().encryptionKey(), CheckId.PATH_KEYS_FRESH);
    }

    @Test
    @RfcCheck(CheckId.CREDENTIALS_SUPPORTED)
    void refuses_a_leaf_that_does_not_support_all_credentials_in_use() {
        PaperGroup lenient = PaperGroup.ofFour();
        TrackedTree tree = lenient.state.tree();
        Tallies withX509 = new Tallies(tree.tallies().supporters(), Map.of(1, 3, 2, 1));
        TrackedTree mixed = new TrackedTree(
                tree.hasher(), tree.root(), tree.encryptionKeys(), tree.signatureKeys(), tree.clients(), withX509);
        lenient.state.parameters().checkSupport(mixed);
        TreeEditor editor = new TreeEditor(mixed, Rules.strict());
        editor.add(lenient.client("basic only")
                .keyPackage(leaf -> leaf.credentialTypes = Codes.of(1), _ -> {})
                .leafNode());
        assertRefused(
                Checked.of(() -> {
                    lenient.state.parameters().checkSupport(editor.tree());
                    return true;
                }),
                CheckId.CREDENTIALS_SUPPORTED);
    }

    private static Extensions extension(int type) {
        return new Extensions(List.of(new Extension(type, Octets.EMPTY)));
    }

    private void lifetime(long notBefore, long notAfter, CheckId check) {
        add(leaf -> leaf.source = new LeafNodeSource.InKeyPackage(new Lifetime(notBefore, notAfter)), check);
    }

    private void everywhere(Consumer<PaperLeaf> change, CheckId check) {
        add(change, check);
        update(change, check);
        path(change, check);
    }

    private void everywhere(Consumer<PaperLeaf> change, CheckId check, PaperKey keyPackageSigner) {
        Add add = new Add(group.client("erin").keyPackage(change, paper -> paper.signer = keyPackageSigner));
        assertRefused(group.stage(group.commit(1).with(add)), check);
        update(change, check);
        path(change, check);
    }

    private void add(Consumer<PaperLeaf> change, CheckId check) {
        Add add = new Add(group.client("erin").keyPackage(change, _ -> {}));
        assertRefused(group.stage(group.commit(1).with(add)), check);
    }

    private void update(Consumer<PaperLeaf> change, CheckId check) {
        var outcome = group.observer.verifyProposal(group.state, group.proposal(1, group.update(1, change), _ -> {}));
        if (outcome instanceof Checked.Passed<VerifiedProposal>(VerifiedProposal update)) {
            assertRefused(group.stage(group.commit(2).covering(update)), check);
        } else {
            assertRefused(outcome, check);
        }
    }

    private void path(Consumer<PaperLeaf> change, CheckId check) {
        assertRefused(group.stage(group.commit(2).leaf(change)), check);
    }
}
