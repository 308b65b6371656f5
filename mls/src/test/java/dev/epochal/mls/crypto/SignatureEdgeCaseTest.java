package dev.epochal.mls.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SignatureEdgeCaseTest {
    private static final Octets MESSAGE = Octets.ofText("a message");
    private static final BigInteger ED25519_ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    static List<SignatureVerifier> verifiers() {
        List<SignatureVerifier> verifiers = new ArrayList<>(List.of(SignatureVerifier.bouncyCastle()));
        Optional<CorrettoVerifier> corretto = CorrettoVerifier.load();
        corretto.ifPresentOrElse(
                verifiers::add, () -> System.out.println("NOT RUN with ACCP: its native library doesn't load here"));
        return verifiers;
    }

    @Test
    void the_fastest_verifier_is_the_native_one_where_it_loads() {
        String expected = CorrettoVerifier.load().isPresent() ? "ACCP" : "BouncyCastle";
        assertThat(SignatureVerifier.fastest()).hasToString(expected);
        assertThat(verifiers()).allMatch(VerifierSelfTest::passes);
    }

    @Test
    void a_verifier_that_does_not_know_the_known_answers_is_not_used() {
        assertThat(VerifierSelfTest.passes((_, _, _, _) -> true)).isFalse();
        assertThat(VerifierSelfTest.passes((_, _, _, _) -> false)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("verifiers")
    void refuses_a_scalar_beyond_the_order_of_ed25519(SignatureVerifier verifier) {
        byte[] secret = secret();
        Octets signature = sign(secret);
        assertThat(verifier.verify(SignatureScheme.ED25519, key(secret), MESSAGE, signature))
                .isTrue();
        byte[] bytes = signature.toByteArray();
        BigInteger scalar = littleEndian(bytes).add(ED25519_ORDER);
        for (int i = 0; i < 32; i++) {
            bytes[32 + i] = scalar.shiftRight(8 * i).byteValue();
        }
        assertThat(verifier.verify(SignatureScheme.ED25519, key(secret), MESSAGE, Octets.owning(bytes)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"
            })
    void refuses_points_of_small_order_as_key_and_as_r(String hex) {
        Octets point = Octets.ofHex(hex);
        SignaturePublicKey key = new SignaturePublicKey(point);
        assertThat(EdwardsForm.ED25519.isPoint(point)).isFalse();
        assertThat(PublicKeyForm.accepts(SignatureScheme.ED25519, key)).isFalse();
        Octets signature =
                new Writer().raw(point).raw(Octets.owning(new byte[32])).toOctets();
        for (SignatureVerifier verifier : verifiers()) {
            assertThat(verifier.verify(SignatureScheme.ED25519, key, MESSAGE, signature))
                    .isFalse();
            assertThat(verifier.verify(SignatureScheme.ED25519, key(secret()), MESSAGE, signature))
                    .isFalse();
        }
    }

    @Test
    void refuses_x25519_and_x448_keys_of_small_order() {
        for (String hex : List.of("00".repeat(32), "ec" + "ff".repeat(31), "ed" + "ff".repeat(30) + "7f")) {
            assertThat(PublicKeyForm.accepts(Kem.X25519, new HpkePublicKey(Octets.ofHex(hex))))
                    .isFalse();
        }
        assertThat(PublicKeyForm.accepts(Kem.X448, new HpkePublicKey(Octets.ofHex("00".repeat(56)))))
                .isFalse();
        assertThat(PublicKeyForm.accepts(Kem.X25519, new HpkePublicKey(Octets.ofHex("09" + "00".repeat(31)))))
                .isTrue();
    }

    @Test
    void refuses_points_that_are_not_on_the_curve_or_compressed() {
        Octets g = Octets.ofHex("046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
                + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");
        assertThat(PublicKeyForm.accepts(Kem.P256, new HpkePublicKey(g))).isTrue();
        byte[] off = g.toByteArray();
        off[64] ^= 1;
        assertThat(PublicKeyForm.accepts(Kem.P256, new HpkePublicKey(Octets.owning(off))))
                .isFalse();
        byte[] compressed = g.slice(0, 33).toByteArray();
        compressed[0] = 3;
        assertThat(PublicKeyForm.accepts(Kem.P256, new HpkePublicKey(Octets.owning(compressed))))
                .isFalse();
        byte[] hybrid = g.toByteArray();
        hybrid[0] = 7;
        assertThat(PublicKeyForm.accepts(Kem.P256, new HpkePublicKey(Octets.owning(hybrid))))
                .isFalse();
        assertThat(PublicKeyForm.accepts(Kem.P256, new HpkePublicKey(Octets.ofHex("00"))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "30",
                "3006020101020101ff", // trailing
                "300602010102010100",
                "30810602010102010100",
                "308106020101020101", // long form where short is enough
                "30070202000102010 1",
                "3007020200010201" + "01", // padded
                "3006020100020101", // zero
                "3006020181020101", // negative
                "3006020101020100",
                "300602010102" + "0200", // length beyond the end
                "3005020101020101", // wrong total
                "3106020101020101",
                "3006030101020101",
                "30080200020101020101",
                "3080020101020101" + "0000" // indefinite
            })
    void refuses_der_that_is_not_the_shortest(String hex) {
        assertThat(EcdsaForm.P256.numbers(Octets.ofHex(hex.replace(" ", "")))).isEmpty();
    }

    @Test
    void accepts_the_shortest_der_up_to_the_order() {
        assertThat(EcdsaForm.P256.numbers(Octets.ofHex("3006020101020101"))).isPresent();
        byte[] order = EcdsaForm.P256.domain().getN().toByteArray();
        assertThat(EcdsaForm.P256.numbers(der(order))).isEmpty();
        order[order.length - 1]--;
        assertThat(EcdsaForm.P256.numbers(der(order))).isPresent();
        byte[] large = EcdsaForm.P521.domain().getN().toByteArray();
        large[large.length - 1]--;
        Octets number = integer(large);
        Octets body = new Writer().raw(number).raw(number).toOctets();
        Octets whole = new Writer().u8(0x30).u8(0x81).u8(body.size()).raw(body).toOctets();
        assertThat(EcdsaForm.P521.numbers(whole)).isPresent();
    }

    @Test
    void all_verifiers_agree_on_changed_signatures() {
        SplittableRandom random = new SplittableRandom(25519);
        byte[] secret = secret();
        List<SignatureVerifier> verifiers = verifiers();
        for (int round = 0; round < 2_000; round++) {
            byte[] signature = sign(secret).toByteArray();
            signature[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
            Octets octets = Octets.owning(signature);
            assertThat(verifiers)
                    .noneMatch(verifier -> verifier.verify(SignatureScheme.ED25519, key(secret), MESSAGE, octets));
        }
    }

    @Test
    void verifies_messages_beyond_a_megabyte() {
        byte[] secret = secret();
        byte[] message = new byte[3_000_000];
        byte[] signature = new byte[64];
        Ed25519.sign(secret, 0, message, 0, message.length, signature, 0);
        for (SignatureVerifier verifier : verifiers()) {
            assertThat(verifier.verify(
                            SignatureScheme.ED25519, key(secret), Octets.owning(message), Octets.owning(signature)))
                    .isTrue();
        }
    }

    private static Octets der(byte[] number) {
        Octets integer = integer(number);
        Octets body = new Writer().raw(integer).raw(integer).toOctets();
        return new Writer().u8(0x30).u8(body.size()).raw(body).toOctets();
    }

    private static Octets integer(byte[] number) {
        return new Writer().u8(2).u8(number.length).raw(Octets.copyOf(number)).toOctets();
    }

    private static byte[] secret() {
        byte[] secret = new byte[32];
        new SplittableRandom(7).nextBytes(secret);
        return secret;
    }

    private static SignaturePublicKey key(byte[] secret) {
        byte[] key = new byte[32];
        Ed25519.generatePublicKey(secret, 0, key, 0);
        return new SignaturePublicKey(Octets.owning(key));
    }

    private static Octets sign(byte[] secret) {
        byte[] signature = new byte[64];
        byte[] message = MESSAGE.toByteArray();
        Ed25519.sign(secret, 0, message, 0, message.length, signature, 0);
        return Octets.owning(signature);
    }

    private static BigInteger littleEndian(byte[] signature) {
        byte[] bigEndian = new byte[32];
        for (int i = 0; i < 32; i++) {
            bigEndian[i] = signature[63 - i];
        }
        return new BigInteger(1, bigEndian);
    }
}
