package dev.epochal.api.access;

import dev.epochal.api.problem.Problem;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import java.io.IOException;
import java.security.Key;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys that an issuer publishes and changes. They are fetched again every few minutes, in the background, and at
/// once when a token names a key that is not among them, but never more often than once in a while, whoever sends what.
/// While they can't be fetched the last good ones count, for a day. Thread-safe.
public final class PublishedKeys implements IssuerKeys {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedKeys.class);
    static final Duration FRESH_FOR = Duration.ofMinutes(5);
    static final Duration BETWEEN_FETCHES = Duration.ofSeconds(10);
    static final Duration GOOD_FOR = Duration.ofHours(24);

    private final String issuer;
    private final KeySource source;
    private final InstantSource clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private final AtomicBoolean renewing = new AtomicBoolean();
    private volatile Known known = new Known(KeySet.EMPTY, Instant.MIN, Instant.MIN);

    /// @param fetchedAt when these keys came
    /// @param triedAt when the last attempt to fetch them ended
    private record Known(KeySet keys, Instant fetchedAt, Instant triedAt) {
        boolean areFresh(Instant now) {
            return isWithin(fetchedAt, FRESH_FOR, now);
        }

        boolean areGood(Instant now) {
            return isWithin(fetchedAt, GOOD_FOR, now);
        }

        boolean mayBeFetched(Instant now) {
            return !isWithin(triedAt, BETWEEN_FETCHES, now);
        }

        private static boolean isWithin(Instant since, Duration span, Instant now) {
            return now.minus(span).isBefore(since);
        }
    }

    /// The keys of an issuer, not fetched yet.
    ///
    /// @param issuer what it is called in the log
    public PublishedKeys(String issuer, KeySource source, InstantSource clock) {
        this.issuer = issuer;
        this.source = source;
        this.clock = clock;
    }

    @Override
    public Optional<Key> find(SignatureAlgorithm algorithm, Optional<String> kid) {
        var key = amongGood(algorithm, kid);
        if (key.isEmpty()) {
            fetch();
            key = amongGood(algorithm, kid);
            if (key.isEmpty() && !known.areGood(clock.instant())) {
                throw unavailable();
            }
        } else if (!known.areFresh(clock.instant())) {
            renew();
        }
        return key.map(found -> found);
    }

    /// Fetches the keys in the background, if they are not being fetched already.
    public void renew() {
        if (known.mayBeFetched(clock.instant()) && renewing.compareAndSet(false, true)) {
            Thread.ofVirtual().name("keys of " + issuer).start(() -> {
                try {
                    fetch();
                } finally {
                    renewing.set(false);
                }
            });
        }
    }

    private Optional<PublicKey> amongGood(SignatureAlgorithm algorithm, Optional<String> kid) {
        var now = known;
        return now.areGood(clock.instant()) ? now.keys().find(algorithm, kid) : Optional.empty();
    }

    /// Who comes while the keys are being fetched waits for the same attempt.
    private void fetch() {
        try {
            if (fetching.tryLock(HttpsKeySource.LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    if (known.mayBeFetched(clock.instant())) {
                        known = fetched(known);
                    }
                } finally {
                    fetching.unlock();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Known fetched(Known before) throws InterruptedException {
        try {
            var keys = KeySet.parse(source.fetch())
                    .filter(set -> !set.keys().isEmpty())
                    .orElseThrow(() -> new IOException("The document holds no key that tokens can be signed with"));
            var now = clock.instant();
            return new Known(keys, now, now);
        } catch (IOException e) {
            LOG.warn("The keys of issuer {} can't be fetched; the last good ones count for a day", issuer, e);
            return new Known(before.keys(), before.fetchedAt(), clock.instant());
        }
    }

    private static ProblemException unavailable() {
        return new ProblemException(
                Problem.of(ProblemType.UNAVAILABLE, "The keys of the token's issuer can't be fetched now")
                        .retryAfterMs(BETWEEN_FETCHES.toMillis()));
    }
}
