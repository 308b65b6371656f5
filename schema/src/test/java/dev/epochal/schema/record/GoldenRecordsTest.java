package dev.epochal.schema.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The bytes of each kind of record, as the first version wrote them, are kept in `golden/v1` for ever. Each later
/// version must read them with the same meaning.
@DisplayNameGeneration(ReplaceUnderscores.class)
class GoldenRecordsTest {
    private static Stream<String> kinds() {
        return Samples.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void reads_and_writes_the_bytes_of_the_first_version(String kind) throws IOException {
        Message sample = Objects.requireNonNull(Samples.all().get(kind));
        String written = HexFormat.of().formatHex(sample.toByteArray());
        String golden = resource("golden/v1/" + kind + ".hex").strip();
        assertThat(written).as("bytes of %s", kind).isEqualTo(golden);
        assertThat(sample.getParserForType().parseFrom(HexFormat.of().parseHex(golden)))
                .isEqualTo(sample);
    }

    @Test
    void each_kind_of_command_event_and_directory_record_has_a_golden_sample() {
        assertThat(Samples.all().keySet().stream().filter(kind -> kind.startsWith("group-command")))
                .hasSize(GroupCommand.BodyCase.values().length - 1);
        assertThat(Samples.all().keySet().stream().filter(kind -> kind.startsWith("group-event")))
                .hasSize(GroupEvent.BodyCase.values().length - 1);
        assertThat(Samples.all().keySet().stream().filter(kind -> kind.startsWith("directory-command")))
                .hasSize(DirectoryCommand.BodyCase.values().length - 1);
        assertThat(Samples.all().keySet().stream().filter(kind -> kind.startsWith("directory-event")))
                .hasSize(DirectoryEvent.BodyCase.values().length - 1);
        assertThat(Samples.all().keySet().stream().filter(kind -> kind.startsWith("imported-event")))
                .hasSize(ImportedEvent.BodyCase.values().length - 1);
    }

    static String resource(String name) throws IOException {
        try (InputStream stream = GoldenRecordsTest.class.getClassLoader().getResourceAsStream(name)) {
            assertThat(stream).as("resource %s", name).isNotNull();
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
