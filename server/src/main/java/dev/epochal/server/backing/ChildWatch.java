package dev.epochal.server.backing;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts child processes again that died: the rest of the server waits for them and goes on.
final class ChildWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChildWatch.class);
    private static final long LOOK_MILLIS = 250;
    private static final long RETRY_MILLIS = 3000;

    private final List<Child> children;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /// A child process.
    record Child(String name, BooleanSupplier isAlive, Runnable restart) {}

    private ChildWatch(List<Child> children) {
        this.children = children;
        this.thread = Thread.ofPlatform().daemon().name("child-watch").unstarted(this::watch);
    }

    static ChildWatch start(List<Child> children) {
        var watch = new ChildWatch(children);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try {
            long wait = LOOK_MILLIS;
            while (!closing.await(wait, TimeUnit.MILLISECONDS)) {
                wait = children.stream().allMatch(this::isUp) ? LOOK_MILLIS : RETRY_MILLIS;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isUp(Child child) {
        if (child.isAlive().getAsBoolean() || closing.getCount() == 0) {
            return true;
        }
        LOG.error("{} has ended; it is started again", child.name());
        try {
            child.restart().run();
            LOG.info("{} runs again", child.name());
            return true;
        } catch (RuntimeException e) {
            LOG.error(
                    "{} could not be started again; the next attempt follows in {} ms", child.name(), RETRY_MILLIS, e);
            return false;
        }
    }

    /// Ends the watch; from now on a dead child stays dead.
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
