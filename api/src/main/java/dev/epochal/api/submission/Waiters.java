package dev.epochal.api.submission;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Those who wait for a verdict. Who takes a waiter out of the map, in one atomic step, decides what becomes of it: the
/// verdict, the failure to send, or the end of its patience. Thread-safe.
final class Waiters {
    private final ConcurrentMap<ByteString, CompletableFuture<Verdict>> bySubmission = new ConcurrentHashMap<>();

    /// One more waiter. It must be there before its command is sent.
    CompletableFuture<Verdict> expect(ByteString submission) {
        var waiter = new CompletableFuture<Verdict>();
        bySubmission.put(submission, waiter);
        return waiter;
    }

    /// A verdict has come; most are for other instances.
    void decided(Verdict verdict) {
        var waiter = bySubmission.remove(verdict.getSubmissionId());
        if (waiter != null) {
            waiter.complete(verdict);
        }
    }

    /// The command will never stand on the log.
    void refused(ByteString submission, Exception why) {
        var waiter = bySubmission.remove(submission);
        if (waiter != null) {
            waiter.completeExceptionally(why);
        }
    }

    /// How many wait.
    int size() {
        return bySubmission.size();
    }

    /// Waits for the verdict; empty if the patience has ended before.
    ///
    /// @throws NotAppendedException if the command will never stand on the log
    Optional<Verdict> await(ByteString submission, CompletableFuture<Verdict> waiter, Duration patience) {
        try {
            return Optional.of(waiter.get(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException _) {
            return bySubmission.remove(submission, waiter) ? Optional.empty() : settled(waiter);
        } catch (InterruptedException _) {
            bySubmission.remove(submission, waiter);
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new NotAppendedException(e.getCause());
        }
    }

    /// Somebody else took the waiter out, so it is settled at this very moment.
    private static Optional<Verdict> settled(CompletableFuture<Verdict> waiter) {
        try {
            return Optional.of(waiter.get());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new NotAppendedException(e.getCause());
        }
    }
}
