package dev.epochal.mls.framing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.CipherSuite;
import dev.epochal.mls.vector.Vectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TranscriptHashVectorTest {
    @Test
    void carries_both_transcript_hashes_over_a_commit() {
        int count = 0;
        for (JsonNode vector : Vectors.read("transcript-hashes.json")) {
            CipherSuite suite =
                    CipherSuite.of(vector.get("cipher_suite").asInt()).orElseThrow();
            AuthenticatedContent commit = AuthenticatedContent.parse(Vectors.octets(vector, "authenticated_content"));
            Octets confirmed =
                    commit.confirmedTranscriptHash(suite, Vectors.octets(vector, "interim_transcript_hash_before"));
            assertThat(confirmed).isEqualTo(Vectors.octets(vector, "confirmed_transcript_hash_after"));
            assertThat(AuthenticatedContent.interimTranscriptHash(
                            suite, confirmed, commit.confirmationTag().orElseThrow()))
                    .isEqualTo(Vectors.octets(vector, "interim_transcript_hash_after"));
            count++;
        }
        Vectors.passed("transcript-hashes", count);
        assertThat(count).isEqualTo(7);
    }
}
