package dev.epochal.processor.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.schema.log.RecordSeal;
import dev.epochal.schema.log.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CommandReaderTest {
    private final CommandReader<?> reader = new CommandReader<>(new TallyLedger(_ -> List.of(), 1));
    private final DeadLetters deadLetters = new DeadLetters(Topic.GROUP_COMMANDS.topicName(), 1_000);

    @Test
    void reads_a_command() {
        var read = reader.read(Commands.at(3, Commands.command("g", "a")));
        assertThat(read).isInstanceOf(Received.Command.class);
        assertThat(read.position().getOffset()).isEqualTo(3);
    }

    @Test
    void a_record_without_key_or_value_is_foreign() {
        assertForeign(new ConsumerRecord<>("t", 0, 0, null, null), "no key or no value");
    }

    @Test
    void a_record_without_a_seal_is_foreign() {
        assertForeign(Commands.at(0, "anything"), "its seal");
    }

    @Test
    void a_sealed_record_that_is_no_command_is_foreign() {
        byte[] key = {1};
        byte[] value = "no protobuf".getBytes(StandardCharsets.UTF_8);
        var source = new ConsumerRecord<>("t", 0, 0, key, value);
        source.headers().add(RecordSeal.HEADER, RecordSeal.of(Topic.GROUP_COMMANDS, key, value));
        assertForeign(source, "isn't a command");
    }

    @Test
    void a_command_of_another_key_is_foreign_but_can_be_answered() {
        byte[] key = {1};
        byte[] value = Commands.command("g", "a").toByteArray();
        var source = new ConsumerRecord<>("t", 0, 0, key, value);
        source.headers().add(RecordSeal.HEADER, RecordSeal.of(Topic.GROUP_COMMANDS, key, value));
        var foreign = (Received.Foreign<?>) reader.read(source);
        var parked = deadLetters.foreign(foreign);
        assertThat(parked.answer()
                        .orElseThrow()
                        .verdict()
                        .getRefusal()
                        .getFault()
                        .getId())
                .isEqualTo(parked.letter().getId());
    }

    @Test
    void a_command_that_leaves_no_room_in_the_letter_is_named_by_its_position_only() {
        var foreign = (Received.Foreign<?>) reader.read(Commands.at(7, "x".repeat(2_000)));
        var letter = deadLetters.foreign(foreign).letter();
        assertThat(letter.getCommand().isEmpty()).isTrue();
        assertThat(letter.getPosition().getOffset()).isEqualTo(7);
        assertThat(letter.getSerializedSize()).isLessThan(1_000);
    }

    private void assertForeign(ConsumerRecord<byte[], byte[]> source, String reason) {
        var read = reader.read(source);
        assertThat(read).isInstanceOf(Received.Foreign.class);
        var foreign = (Received.Foreign<?>) read;
        assertThat(foreign.reason()).contains(reason);
        assertThat(deadLetters.foreign(foreign).answer()).isEmpty();
    }
}
