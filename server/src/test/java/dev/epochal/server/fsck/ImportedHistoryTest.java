package dev.epochal.server.fsck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.history.ImportedChain;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.ImportedEvent;
import dev.epochal.schema.record.ImportedGroup;
import dev.epochal.schema.record.ImportedMessage;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Order and chain of an imported group are checked, and nothing else.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ImportedHistoryTest {
    private static final ImportedEvent FIRST = event(0, CanonicalHeader.BEGINNING)
            .setGroup(ImportedGroup.newBuilder().setSource("catbird"))
            .build();

    private final ImportedHistory history = new ImportedHistory();

    @Test
    void a_chain_is_taken() throws InvalidProtocolBufferException {
        history.take(read(ImportedChain.seal(FIRST.toBuilder())));
        history.take(read(second()));
        assertThat(history.seq()).isEqualTo(1);
    }

    @Test
    void a_changed_event_is_found_by_its_hash() {
        var changed = ImportedChain.seal(FIRST.toBuilder()).toBuilder();
        changed.getGroupBuilder().setEpoch(7);
        refused(changed.build(), Kind.HASH);
    }

    @Test
    void a_gap_a_fork_and_a_repeated_event_are_told_apart() throws InvalidProtocolBufferException {
        refused(second(), Kind.GAP);
        history.take(read(ImportedChain.seal(FIRST.toBuilder())));
        refused(ImportedChain.seal(FIRST.toBuilder()), Kind.REPEATED);
        refused(ImportedChain.seal(FIRST.toBuilder().setImportedAtMs(9)), Kind.FORK);
        refused(ImportedChain.seal(second().toBuilder().setPreviousHead(CanonicalHeader.BEGINNING)), Kind.CHAIN);
    }

    private void refused(ImportedEvent event, Kind kind) {
        assertThatThrownBy(() -> history.take(read(event)))
                .isInstanceOfSatisfying(
                        DifferenceException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private static ImportedEvent second() {
        return ImportedChain.seal(event(1, ImportedChain.seal(FIRST.toBuilder()).getHead())
                .setMessage(ImportedMessage.newBuilder().setSourceId("m1")));
    }

    private static ImportedEvent.Builder event(long seq, ByteString previous) {
        return ImportedEvent.newBuilder()
                .setGroupId(ByteString.copyFromUtf8("g"))
                .setSeq(seq)
                .setPreviousHead(previous);
    }

    private static ConsumerRecord<byte[], byte[]> read(ImportedEvent event) {
        return new ConsumerRecord<>(
                Topic.IMPORTED_EVENTS.topicName(),
                0,
                event.getSeq(),
                "g".getBytes(StandardCharsets.UTF_8),
                event.toByteArray());
    }
}
