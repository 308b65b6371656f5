package dev.epochal.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S07")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class PublishedKeysTest {
    private static final SigningKeys OLD = SigningKeys.make(SignatureAlgorithm.ES256, "old");
    private static final SigningKeys NEW = SigningKeys.make(SignatureAlgorithm.ES256, "new");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KeySetServer server = new KeySetServer();
    private volatile Instant now = Instant.ofEpochSecond(1_790_000_000L);
    private final PublishedKeys keys =
            new PublishedKeys("https://id.example", server.source(), (InstantSource) () -> now);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void fetches_the_keys_once_for_many_tokens() {
        server.gives(SigningKeys.set(OLD));
        for (int i = 0; i < 100; i++) {
            assertThat(has(OLD)).isTrue();
        }
        assertThat(server.calls).hasValue(1);
    }

    @Test
    void learns_a_new_key_when_the_first_token_names_it() {
        server.gives(SigningKeys.set(OLD));
        assertThat(has(OLD)).isTrue();
        server.gives(SigningKeys.set(OLD, NEW));
        later(PublishedKeys.BETWEEN_FETCHES);
        assertThat(has(NEW)).isTrue();
        assertThat(has(OLD)).isTrue();
        assertThat(server.calls).hasValue(2);
    }

    @Test
    void forgets_a_key_that_is_published_no_longer() throws InterruptedException {
        server.gives(SigningKeys.set(OLD, NEW));
        assertThat(has(OLD)).isTrue();
        server.gives(SigningKeys.set(NEW));
        later(PublishedKeys.FRESH_FOR);
        assertThat(has(NEW)).isTrue();
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (has(OLD) && System.nanoTime() < deadline) {
            Thread.sleep(Duration.ofMillis(5));
        }
        assertThat(has(OLD)).isFalse();
    }

    @Test
    void is_not_made_to_fetch_by_tokens_that_name_other_keys() {
        server.gives(SigningKeys.set(OLD));
        for (int i = 0; i < 50; i++) {
            assertThat(keys.find(SignatureAlgorithm.ES256, Optional.of("../" + i)))
                    .isEmpty();
        }
        assertThat(server.calls).hasValue(1);
        later(PublishedKeys.BETWEEN_FETCHES);
        assertThat(keys.find(SignatureAlgorithm.ES256, Optional.of("x"))).isEmpty();
        assertThat(server.calls).hasValue(2);
    }

    @Test
    void goes_on_with_the_last_good_keys_for_a_day() {
        server.gives(SigningKeys.set(OLD));
        assertThat(has(OLD)).isTrue();
        server.behaviour = exchange -> KeySetServer.answer(exchange, 503, "");
        later(PublishedKeys.GOOD_FOR.minusSeconds(1));
        assertThat(has(OLD)).isTrue();
        later(Duration.ofSeconds(11));
        assertThatThrownBy(() -> has(OLD)).isInstanceOf(ProblemException.class);
    }

    @Test
    void keeps_the_last_good_keys_when_the_document_is_spoilt() {
        server.gives(SigningKeys.set(OLD));
        assertThat(has(OLD)).isTrue();
        for (var document : new String[] {"{\"keys\":[]}", "<html>", "x".repeat(HttpsKeySource.OCTETS_MAX + 1)}) {
            server.gives(document);
            later(PublishedKeys.BETWEEN_FETCHES);
            assertThat(has(NEW)).isFalse();
            assertThat(has(OLD)).isTrue();
        }
        assertThat(server.calls).hasValue(4);
    }

    @Test
    void says_that_it_can_not_tell_while_it_never_had_the_keys() {
        server.behaviour = exchange -> KeySetServer.answer(exchange, 500, "");
        assertThatThrownBy(() -> has(OLD)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().type()).isEqualTo(ProblemType.UNAVAILABLE);
            assertThat(e.problem().headers()).containsKey("Retry-After");
        });
        server.gives(SigningKeys.set(OLD));
        later(PublishedKeys.BETWEEN_FETCHES);
        assertThat(has(OLD)).isTrue();
    }

    @Test
    void a_crowd_at_the_start_waits_for_one_fetch() throws InterruptedException {
        var arrived = new CountDownLatch(50);
        server.behaviour = exchange -> {
            try {
                arrived.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            KeySetServer.answer(exchange, 200, SigningKeys.set(OLD));
        };
        var callers = new ArrayList<Thread>();
        for (int i = 0; i < 50; i++) {
            callers.add(Thread.ofVirtual().start(() -> {
                arrived.countDown();
                has(OLD);
            }));
        }
        for (var caller : callers) {
            caller.join();
        }
        assertThat(server.calls).hasValue(1);
    }

    private void later(Duration time) {
        now = now.plus(time);
    }

    private boolean has(SigningKeys wanted) {
        return keys.find(wanted.algorithm(), Optional.of(wanted.kid())).isPresent();
    }
}
