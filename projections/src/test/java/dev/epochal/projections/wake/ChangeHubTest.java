package dev.epochal.projections.wake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.Identity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class ChangeHubTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final ByteString GROUP = ByteString.copyFromUtf8("group");
    private static final ByteString OTHER = ByteString.copyFromUtf8("other");
    private static final Identity ALICE =
            Identity.newBuilder().setUser("alice").setClient("phone").build();

    private final ChangeHub hub = new ChangeHub(LONG);

    @Test
    void does_not_wait_for_what_is_there() {
        assertThat(hub.awaitGroup(GROUP, LONG, () -> true)).isTrue();
        assertThat(hub.waiting()).isZero();
    }

    @Test
    void asks_once_more_after_the_limit_and_tells_what_it_heard_last() {
        assertThat(hub.awaitGroup(GROUP, Duration.ofMillis(5), () -> false)).isFalse();
        assertThat(hub.awaitClient(ALICE, Duration.ZERO, () -> false)).isFalse();
        assertThat(hub.waiting()).isZero();
    }

    @Test
    void wakes_who_waits_for_a_group_and_nobody_else() throws Exception {
        var changed = new AtomicBoolean();
        var questionsOfOther = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> waiting = threads.submit(() -> hub.awaitGroup(GROUP, LONG, changed::get));
            Future<Boolean> other = threads.submit(() -> hub.awaitGroup(OTHER, LONG, () -> {
                questionsOfOther.incrementAndGet();
                return changed.get() && questionsOfOther.get() > 1;
            }));
            awaitSleepers(2);
            changed.set(true);
            hub.projected(group(GROUP));
            assertThat(waiting.get()).isTrue();
            assertThat(other.isDone()).isFalse();
            assertThat(questionsOfOther).hasValue(1);
            hub.projected(group(OTHER));
            assertThat(other.get()).isTrue();
        }
        assertThat(hub.waiting()).isZero();
    }

    @Test
    void goes_on_waiting_when_the_change_was_another_one() throws Exception {
        var questions = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> waiting =
                    threads.submit(() -> hub.awaitClient(ALICE, LONG, () -> questions.incrementAndGet() >= 3));
            while (!waiting.isDone()) {
                hub.projected(News.of(List.of(), List.of(ALICE)));
                Thread.onSpinWait();
            }
            assertThat(waiting.get()).isTrue();
        }
        assertThat(questions).hasValue(3);
    }

    @Test
    void a_change_between_question_and_sleep_is_not_lost() {
        var questions = new AtomicInteger();
        assertThat(hub.awaitGroup(GROUP, LONG, () -> {
                    boolean ready = questions.incrementAndGet() > 1;
                    hub.projected(group(GROUP));
                    return ready;
                }))
                .isTrue();
    }

    @Test
    void sees_a_change_that_nobody_rang_for_after_the_poll_interval() throws Exception {
        var polling = new ChangeHub(Duration.ofMillis(5));
        var changed = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> waiting = threads.submit(() -> polling.awaitGroup(GROUP, LONG, changed::get));
            changed.set(true);
            assertThat(waiting.get()).isTrue();
        }
    }

    @Test
    void wakes_thousands_and_forgets_them() throws Exception {
        int count = 5_000;
        var changed = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = new ArrayList<Future<Boolean>>();
            for (int i = 0; i < count; i++) {
                ByteString groupId = ByteString.copyFromUtf8("group " + i % 100);
                waiting.add(threads.submit(() -> hub.awaitGroup(groupId, LONG, changed::get)));
            }
            awaitSleepers(count);
            changed.set(true);
            for (int i = 0; i < 100; i++) {
                hub.projected(group(ByteString.copyFromUtf8("group " + i)));
            }
            for (Future<Boolean> each : waiting) {
                assertThat(each.get()).isTrue();
            }
        }
        assertThat(hub.waiting()).isZero();
    }

    @Test
    void forgets_who_was_interrupted_or_failed() throws Exception {
        var asked = new CountDownLatch(1);
        Thread thread = Thread.ofVirtual()
                .start(() -> hub.awaitGroup(GROUP, LONG, () -> {
                    asked.countDown();
                    return false;
                }));
        asked.await();
        thread.interrupt();
        thread.join();
        assertThatThrownBy(() -> hub.awaitGroup(GROUP, LONG, () -> {
                    throw new IllegalStateException("no database");
                }))
                .hasMessage("no database");
        assertThat(hub.waiting()).isZero();
    }

    private static News group(ByteString groupId) {
        return News.of(List.of(groupId), List.of());
    }

    private void awaitSleepers(int count) throws InterruptedException, ExecutionException {
        while (hub.waiting() < count) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }
}
