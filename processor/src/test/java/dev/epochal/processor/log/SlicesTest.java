package dev.epochal.processor.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SlicesTest {
    private static final ProcessorSettings.Batch BATCH = new ProcessorSettings.Batch(3, 100, 1 << 20);

    @Test
    void cuts_by_count_and_keeps_the_order() {
        assertThat(offsets(records(7, 1))).containsExactly(List.of(0L, 1L, 2L), List.of(3L, 4L, 5L), List.of(6L));
    }

    @Test
    void cuts_by_size() {
        assertThat(offsets(records(4, 50))).containsExactly(List.of(0L, 1L), List.of(2L, 3L));
    }

    @Test
    void a_single_record_may_be_larger() {
        assertThat(offsets(records(2, 500))).containsExactly(List.of(0L), List.of(1L));
    }

    @Test
    void nothing_makes_no_slice() {
        assertThat(Slices.cut(List.of(), BATCH)).isEmpty();
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(int count, int size) {
        return LongStream.range(0, count)
                .mapToObj(offset -> Commands.at(offset, "x".repeat(size)))
                .toList();
    }

    private static List<List<Long>> offsets(List<ConsumerRecord<byte[], byte[]>> records) {
        return Slices.cut(records, BATCH).stream()
                .map(slice -> slice.stream().map(ConsumerRecord::offset).toList())
                .toList();
    }
}
