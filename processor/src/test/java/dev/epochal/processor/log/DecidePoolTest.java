package dev.epochal.processor.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DecidePoolTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void runs_each_task_once_and_keeps_the_order_of_results(int size) {
        try (var pool = new DecidePool(size)) {
            var runs = new AtomicInteger();
            List<Callable<Integer>> tasks = new ArrayList<>();
            IntStream.range(0, 500)
                    .forEach(i -> tasks.add(() -> {
                        runs.incrementAndGet();
                        return i;
                    }));
            assertThat(pool.all(tasks))
                    .containsExactlyElementsOf(IntStream.range(0, 500).boxed().toList());
            assertThat(runs).hasValue(500);
        }
    }

    @Test
    @Timeout(30)
    void runs_tasks_at_the_same_time() {
        try (var pool = new DecidePool(2)) {
            var meeting = new CyclicBarrier(2);
            assertThat(pool.<Integer>all(List.of(meeting::await, meeting::await)))
                    .containsExactlyInAnyOrder(0, 1);
        }
    }

    @Test
    void throws_what_a_task_threw() {
        try (var pool = new DecidePool(2)) {
            List<Callable<Integer>> tasks = List.of(() -> 1, () -> {
                throw new ReadModelBehind("on purpose");
            });
            assertThatThrownBy(() -> pool.all(tasks)).isInstanceOf(ReadModelBehind.class);
        }
    }
}
