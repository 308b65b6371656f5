package dev.epochal.api.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class Base64UrlTest {
    @Test
    void reads_what_it_writes() {
        for (int size = 0; size < 40; size++) {
            var bytes = new byte[size];
            for (int i = 0; i < size; i++) {
                bytes[i] = (byte) (i * 37 + 251);
            }
            var octets = ByteString.copyFrom(bytes);
            assertThat(Base64Url.decode(Base64Url.encode(octets))).contains(octets);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "AQI=", "AQ==", "AR", "AQJ", "A+", "A/", "AQ I", "AQ\n"})
    void takes_one_spelling_only(String text) {
        assertThat(Base64Url.decode(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "1", "{\"a\":1,\"a\":2}", "{} {}", "{", "{'a':1}", "{\"a\":NaN}"})
    void an_object_is_read_strictly(String json) {
        assertThat(Json.parseObject(json.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
}
