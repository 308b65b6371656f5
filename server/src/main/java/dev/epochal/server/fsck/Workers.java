package dev.epochal.server.fsck;

import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The threads that judge, and the memory that the states of one partition may take.
final class Workers implements AutoCloseable {
    private final ExecutorService threads;
    private final long memoryMax;

    Workers(int threads, long memoryMax) {
        this.threads = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("epochal-fsck-", 0).factory());
        this.memoryMax = memoryMax;
    }

    /// In octets.
    long memoryMax() {
        return memoryMax;
    }

    /// Does all of it, and adds up what it gives.
    long sum(Collection<? extends Callable<Long>> work) {
        try {
            long sum = 0;
            for (Future<Long> each : threads.invokeAll(work)) {
                sum += each.get();
            }
            return sum;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A check failed; this is a bug", e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
