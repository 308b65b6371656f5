package dev.epochal.schema.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Fields are only ever added: each field and enum value of the first version keeps its number and type.
@DisplayNameGeneration(ReplaceUnderscores.class)
class FieldEvolutionTest {
    private static final List<FileDescriptor> FILES = List.of(
            Identity.getDescriptor().getFile(),
            GroupCommand.getDescriptor().getFile(),
            GroupEvent.getDescriptor().getFile(),
            PayloadKeys.getDescriptor().getFile(),
            DirectoryCommand.getDescriptor().getFile(),
            Verdict.getDescriptor().getFile(),
            ImportedEvent.getDescriptor().getFile(),
            DeadLetter.getDescriptor().getFile(),
            HistoryRecord.getDescriptor().getFile());

    @Test
    void no_field_of_the_first_version_is_removed_renumbered_or_retyped() throws IOException {
        List<String> now = FILES.stream().flatMap(FieldEvolutionTest::lines).toList();
        List<String> released =
                GoldenRecordsTest.resource("golden/v1/fields.txt").lines().toList();
        assertThat(now).containsAll(released);
        assertThat(released).hasSizeGreaterThan(150);
    }

    private static Stream<String> lines(FileDescriptor file) {
        return Stream.concat(
                file.getMessageTypes().stream().flatMap(FieldEvolutionTest::fields),
                file.getEnumTypes().stream().flatMap(FieldEvolutionTest::values));
    }

    private static Stream<String> fields(Descriptor message) {
        return message.getFields().stream()
                .map(field -> "%s.%s = %d %s%s"
                        .formatted(
                                message.getName(),
                                field.getName(),
                                field.getNumber(),
                                field.isRepeated() ? "repeated " : "",
                                typeOf(field)));
    }

    private static String typeOf(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getName();
            case ENUM -> field.getEnumType().getName();
            default -> field.getType().name();
        };
    }

    private static Stream<String> values(EnumDescriptor type) {
        return type.getValues().stream()
                .map(value -> "%s.%s = %d".formatted(type.getName(), value.getName(), value.getNumber()));
    }
}
