package dev.epochal.projections.wake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class OutboxTest {
    private final Outbox outbox = new Outbox();

    @Test
    void what_comes_before_it_is_taken_makes_one() throws InterruptedException {
        assertThat(outbox.add(new News(Map.of(1, 10L, 2, 5L), Set.of(7L)))).isTrue();
        assertThat(outbox.add(new News(Map.of(1, 9L, 2, 6L), Set.of(7L, 8L)))).isTrue();
        assertThat(outbox.take()).isEqualTo(new News(Map.of(1, 10L, 2, 6L), Set.of(7L, 8L)));
        assertThat(outbox.add(new News(Map.of(), Set.of(9L)))).isTrue();
        assertThat(outbox.take()).isEqualTo(new News(Map.of(), Set.of(9L)));
    }

    @Test
    void what_finds_no_room_is_left_out_and_told() throws InterruptedException {
        var places = IntStream.range(0, WakeUp.REACHED_MAX).boxed().collect(Collectors.toMap(each -> each, _ -> 1L));
        var subjects = LongStream.range(0, WakeUp.SUBJECTS_MAX).boxed().collect(Collectors.toSet());
        assertThat(outbox.add(new News(places, subjects))).isTrue();
        assertThat(outbox.add(new News(Map.of(0, 2L), Set.of(0L)))).isTrue();
        assertThat(outbox.add(new News(Map.of(), Set.of(-1L, 0L)))).isFalse();
        assertThat(outbox.add(new News(Map.of(WakeUp.REACHED_MAX, 1L), Set.of())))
                .isFalse();
        var taken = outbox.take();
        assertThat(taken.subjects()).isEqualTo(subjects);
        assertThat(taken.reached()).hasSize(WakeUp.REACHED_MAX).containsEntry(0, 2L);
        assertThat(new WakeUp(1, taken).toBytes()).isNotEmpty();
    }

    @Test
    void whoever_takes_waits_until_there_is_something() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var taking = threads.submit(outbox::take);
            outbox.add(new News(Map.of(), Set.of(1L)));
            assertThat(taking.get().subjects()).containsExactly(1L);
        }
    }
}
