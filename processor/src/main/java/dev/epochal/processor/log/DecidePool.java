package dev.epochal.processor.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// A fixed number of platform threads that decide different groups at the same time. The thread that asks takes part,
/// so a pool of one thread is none at all.
final class DecidePool implements AutoCloseable {
    private final ExecutorService threads;
    private final int size;

    /// @param size how many threads decide, with the one that asks
    DecidePool(int size) {
        this.size = size;
        this.threads = Executors.newFixedThreadPool(
                Math.max(1, size - 1),
                Thread.ofPlatform().name("epochal-decide-", 0).daemon(true).factory());
    }

    /// The results in the order of the tasks. If one throws, so does this, after all have ended.
    <T> List<T> all(List<Callable<T>> tasks) {
        List<FutureTask<T>> runs = tasks.stream().map(FutureTask::new).toList();
        if (size > 1) {
            runs.stream().skip(1).forEach(threads::execute);
        }
        // A task that another thread has begun isn't begun again: run() of a started FutureTask returns at once.
        runs.forEach(FutureTask::run);
        List<T> results = new ArrayList<>();
        @Nullable RuntimeException failure = null;
        for (var run : runs) {
            try {
                results.add(run.get());
            } catch (ExecutionException e) {
                failure = unchecked(e.getCause());
            } catch (CancellationException e) {
                failure = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while deciding", e);
            }
        }
        if (failure != null) {
            throw failure;
        }
        return results;
    }

    private static RuntimeException unchecked(@Nullable Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException e ? e : new IllegalStateException(thrown);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
