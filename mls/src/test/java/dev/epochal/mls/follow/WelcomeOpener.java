package dev.epochal.mls.follow;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.crypto.CipherSuite;
import dev.epochal.mls.crypto.HpkeCiphertext;
import dev.epochal.mls.group.EncryptedGroupSecrets;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.group.GroupSecrets;
import dev.epochal.mls.group.Welcome;
import dev.epochal.mls.keypackage.KeyPackage;
import dev.epochal.mls.proposal.PreSharedKeyId;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;

/// Opens a Welcome as the new member does (RFC 9420 §12.4.3.1): the secrets that the observer never has, for tests
/// only.
final class WelcomeOpener {
    private final CipherSuite suite;
    private final Map<Octets, Octets> externalPsks;

    WelcomeOpener(CipherSuite suite, Map<Octets, Octets> externalPsks) {
        this.suite = suite;
        this.externalPsks = externalPsks;
    }

    GroupInfo open(Welcome welcome, KeyPackage keyPackage, Octets initPrivateKey) {
        EncryptedGroupSecrets sealed = welcome.secrets().stream()
                .filter(secrets -> secrets.newMember().equals(keyPackage.ref(suite)))
                .findFirst()
                .orElseThrow();
        try {
            GroupSecrets secrets = GroupSecrets.parse(Octets.owning(hpkeOpen(
                    sealed.encryptedGroupSecrets(), welcome.encryptedGroupInfo(), keyPackage, initPrivateKey)));
            byte[] member = hmac(secrets.joinerSecret().toByteArray(), pskSecret(secrets));
            byte[] welcomeSecret = expandWithLabel(member, "welcome", Octets.EMPTY, suite.hashSize());
            return GroupInfo.parse(Octets.owning(aeadOpen(welcomeSecret, welcome.encryptedGroupInfo())));
        } catch (GeneralSecurityException | InvalidCipherTextException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] hpkeOpen(HpkeCiphertext sealed, Octets context, KeyPackage keyPackage, Octets privateKey)
            throws InvalidCipherTextException {
        HPKE hpke = switch (suite) {
            case X25519_AES128_SHA256_ED25519 -> hpke(HPKE.kem_X25519_SHA256, 1, HPKE.aead_AES_GCM128);
            case P256_AES128_SHA256_P256 -> hpke(HPKE.kem_P256_SHA256, 1, HPKE.aead_AES_GCM128);
            case X25519_CHACHA20_SHA256_ED25519 -> hpke(HPKE.kem_X25519_SHA256, 1, HPKE.aead_CHACHA20_POLY1305);
            case X448_AES256_SHA512_ED448 -> hpke(HPKE.kem_X448_SHA512, 3, HPKE.aead_AES_GCM256);
            case P521_AES256_SHA512_P521 -> hpke(HPKE.kem_P521_SHA512, 3, HPKE.aead_AES_GCM256);
            case X448_CHACHA20_SHA512_ED448 -> hpke(HPKE.kem_X448_SHA512, 3, HPKE.aead_CHACHA20_POLY1305);
            case P384_AES256_SHA384_P384 -> hpke(HPKE.kem_P384_SHA384, 2, HPKE.aead_AES_GCM256);
        };
        AsymmetricCipherKeyPair pair = hpke.deserializePrivateKey(
                padded(privateKey), keyPackage.initKey().octets().toByteArray());
        byte[] info = new Writer()
                .opaque(Octets.ofText("MLS 1.0 Welcome"))
                .opaque(context)
                .toOctets()
                .toByteArray();
        return hpke.setupBaseR(sealed.kemOutput().toByteArray(), pair, info)
                .open(new byte[0], sealed.ciphertext().toByteArray());
    }

    /// Some of the published scalars lack their leading zeros.
    private byte[] padded(Octets privateKey) {
        int publicSize = suite.kem().publicKeySize();
        int size = publicSize % 2 == 0 ? publicSize : publicSize / 2;
        byte[] bytes = new byte[size];
        privateKey.copyTo(bytes, size - privateKey.size());
        return bytes;
    }

    private static HPKE hpke(short kem, int kdf, short aead) {
        return new HPKE(HPKE.mode_base, kem, (short) kdf, aead);
    }

    private byte[] pskSecret(GroupSecrets secrets) throws GeneralSecurityException {
        byte[] zero = new byte[suite.hashSize()];
        byte[] secret = zero;
        int count = secrets.psks().size();
        for (int i = 0; i < count; i++) {
            PreSharedKeyId id = secrets.psks().get(i);
            Octets psk = Objects.requireNonNull(externalPsks.get(((PreSharedKeyId.External) id).id()));
            byte[] extracted = hmac(zero, psk.toByteArray());
            Writer label = new Writer();
            id.writeTo(label);
            byte[] input = expandWithLabel(
                    extracted, "derived psk", label.u16(i).u16(count).toOctets(), suite.hashSize());
            secret = hmac(input, secret);
        }
        return secret;
    }

    private byte[] aeadOpen(byte[] welcomeSecret, Octets sealed) throws GeneralSecurityException {
        boolean chacha =
                suite == CipherSuite.X25519_CHACHA20_SHA256_ED25519 || suite == CipherSuite.X448_CHACHA20_SHA512_ED448;
        boolean aes128 =
                suite == CipherSuite.X25519_AES128_SHA256_ED25519 || suite == CipherSuite.P256_AES128_SHA256_P256;
        byte[] key = expandWithLabel(welcomeSecret, "key", Octets.EMPTY, aes128 ? 16 : 32);
        byte[] nonce = expandWithLabel(welcomeSecret, "nonce", Octets.EMPTY, 12);
        Cipher cipher = Cipher.getInstance(chacha ? "ChaCha20-Poly1305" : "AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(key, chacha ? "ChaCha20" : "AES"),
                chacha ? new IvParameterSpec(nonce) : new GCMParameterSpec(128, nonce));
        return cipher.doFinal(sealed.toByteArray());
    }

    private byte[] expandWithLabel(byte[] secret, String label, Octets context, int length)
            throws GeneralSecurityException {
        Octets info = new Writer()
                .u16(length)
                .opaque(Octets.ofText("MLS 1.0 " + label))
                .opaque(context)
                .u8(1)
                .toOctets();
        return Octets.owning(hmac(secret, info.toByteArray())).slice(0, length).toByteArray();
    }

    private byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA" + suite.hashSize() * 8);
        mac.init(new SecretKeySpec(key, "HMAC"));
        return mac.doFinal(message);
    }
}
