package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.CipherSuite;
import dev.epochal.mls.crypto.HpkePublicKey;
import dev.epochal.mls.crypto.PublicKeyForm;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.group.EncryptedGroupSecrets;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.group.GroupSecrets;
import dev.epochal.mls.group.PathSecret;
import dev.epochal.mls.group.Welcome;
import dev.epochal.mls.validation.CheckId;
import dev.epochal.mls.validation.Enforces;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Checks the Welcomes of a Commit (RFC 9420 §12.4.3.1): for whom they are, and that what they seal has the size of
/// what the new members need. A secret that only the members know has a known size, and so has what stands around it.
final class WelcomeChecks {
    private final StagedCommit staged;
    private final CipherSuite suite;

    WelcomeChecks(StagedCommit staged) {
        this.staged = staged;
        this.suite = staged.before().suite();
    }

    @Enforces({CheckId.WELCOME_SUITE, CheckId.WELCOME_MEMBERS})
    void check(List<Welcome> welcomes) {
        Map<Octets, Integer> missing = new HashMap<>();
        staged.addedKeyPackageRefs().forEach(ref -> missing.merge(ref, 1, Integer::sum));
        int secretsSize = sealedSecretsSize();
        for (Welcome welcome : welcomes) {
            CheckId.WELCOME_SUITE.require(welcome.cipherSuite() == suite.code(), "the suite " + welcome.cipherSuite());
            checkGroupInfo(welcome.encryptedGroupInfo());
            for (EncryptedGroupSecrets secrets : welcome.secrets()) {
                CheckId.WELCOME_MEMBERS.require(
                        missing.remove(secrets.newMember()) != null, "too many for " + secrets.newMember());
                checkSecrets(secrets, secretsSize);
            }
        }
        CheckId.WELCOME_MEMBERS.require(missing.isEmpty(), "none for " + missing.keySet());
    }

    /// A GroupInfo holds at least the GroupContext, the confirmation tag, the signer and a signature.
    @Enforces(CheckId.WELCOME_FORM)
    private void checkGroupInfo(Octets sealed) {
        Octets signature = Octets.owning(new byte[suite.signatureScheme().signatureSizeMin()]);
        PublicGroup after = staged.after();
        int least = new GroupInfo(after.context(), Extensions.NONE, after.confirmationTag(), 0, signature, Octets.EMPTY)
                .encoded()
                .size();
        CheckId.WELCOME_FORM.require(
                sealed.size() >= least + CipherSuite.AEAD_TAG_SIZE, sealed.size() + " octets of a GroupInfo");
    }

    @Enforces(CheckId.WELCOME_FORM)
    private void checkSecrets(EncryptedGroupSecrets secrets, int size) {
        HpkePublicKey kemOutput =
                new HpkePublicKey(secrets.encryptedGroupSecrets().kemOutput());
        CheckId.WELCOME_FORM.require(
                PublicKeyForm.accepts(suite.kem(), kemOutput),
                "a KEM output of " + kemOutput.octets().size() + " octets");
        int sealed = secrets.encryptedGroupSecrets().ciphertext().size();
        CheckId.WELCOME_FORM.require(sealed == size, sealed + " octets of secrets instead of " + size);
    }

    /// The joiner secret, the path secret if the Commit has a path, and the Commit's pre-shared keys.
    private int sealedSecretsSize() {
        Octets secret = Octets.owning(new byte[suite.hashSize()]);
        Optional<PathSecret> pathSecret = staged.hasPath() ? Optional.of(new PathSecret(secret)) : Optional.empty();
        GroupSecrets secrets =
                new GroupSecrets(secret, pathSecret, new ProposalList(staged.proposals()).preSharedKeys());
        return secrets.encoded().size() + CipherSuite.AEAD_TAG_SIZE;
    }
}
