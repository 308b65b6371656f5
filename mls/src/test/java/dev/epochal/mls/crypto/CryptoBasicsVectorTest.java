package dev.epochal.mls.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.vector.Vectors;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CryptoBasicsVectorTest {
    static List<SignatureVerifier> verifiers() {
        return SignatureEdgeCaseTest.verifiers();
    }

    @Test
    void hashes_references_as_published() {
        int count = 0;
        for (JsonNode vector : Vectors.read("crypto-basics.json")) {
            JsonNode refHash = vector.get("ref_hash");
            assertThat(suite(vector).refHash(refHash.get("label").asText(), Vectors.octets(refHash, "value")))
                    .isEqualTo(Vectors.octets(refHash, "out"));
            count++;
        }
        Vectors.passed("crypto-basics (ref_hash)", count);
        assertThat(count).isEqualTo(7);
    }

    @ParameterizedTest
    @MethodSource("verifiers")
    void verifies_labelled_signatures_as_published(SignatureVerifier verifier) {
        int count = 0;
        for (JsonNode vector : Vectors.read("crypto-basics.json")) {
            JsonNode sign = vector.get("sign_with_label");
            SignaturePublicKey key = new SignaturePublicKey(Vectors.octets(sign, "pub"));
            Octets signature = Vectors.octets(sign, "signature");
            SignatureScheme scheme = suite(vector).signatureScheme();
            Octets message = new Writer()
                    .opaque(Octets.ofText("MLS 1.0 " + sign.get("label").asText()))
                    .opaque(Vectors.octets(sign, "content"))
                    .toOctets();
            assertThat(PublicKeyForm.accepts(scheme, key)).isTrue();
            assertThat(verifier.verify(scheme, key, message, signature)).isTrue();
            assertThat(verifier.verify(scheme, key, message.slice(1, message.size()), signature))
                    .isFalse();
            HpkePublicKey hpkeKey = new HpkePublicKey(Vectors.octets(vector.get("encrypt_with_label"), "pub"));
            assertThat(PublicKeyForm.accepts(suite(vector).kem(), hpkeKey)).isTrue();
            count++;
        }
        Vectors.passed("crypto-basics (sign_with_label) by " + verifier, count);
        assertThat(count).isEqualTo(7);
    }

    private static CipherSuite suite(JsonNode vector) {
        return CipherSuite.of(vector.get("cipher_suite").asInt()).orElseThrow();
    }
}
