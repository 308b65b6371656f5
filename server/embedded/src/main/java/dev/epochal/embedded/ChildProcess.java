package dev.epochal.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// A child that lives as long as it wants, but not longer than this program.
///
/// A platform thread of its own starts the child and waits for its end: where the kernel is asked to signal the child
/// when its parent ends, *parent* is the thread that started it.
final class ChildProcess {
    private final Process process;

    private ChildProcess(Process process) {
        this.process = process;
    }

    static ChildProcess start(String name, ProcessBuilder builder) {
        var started = new CompletableFuture<Process>();
        Thread.ofPlatform().daemon().name("child-" + name).start(() -> keep(builder, started));
        try {
            return new ChildProcess(started.get());
        } catch (ExecutionException e) {
            throw new EmbeddedStartException("The program of " + name + " can't be started", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedStartException("Interrupted while " + name + " was started", e);
        }
    }

    private static void keep(ProcessBuilder builder, CompletableFuture<Process> started) {
        try {
            var process = builder.start();
            started.complete(process);
            process.waitFor();
        } catch (IOException e) {
            started.completeExceptionally(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    int exitCode() {
        return process.exitValue();
    }

    /// Tells the child that its parent has gone.
    void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException _) {
            // The child has ended already and its pipe with it.
        }
    }

    /// Waits for the end; kills the child if it takes longer.
    ///
    /// @return whether it ended by itself
    boolean awaitEnd(Duration limit) {
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
            kill();
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /// Kills it at once and waits for its end.
    void kill() {
        process.destroyForcibly().onExit().join();
    }
}
