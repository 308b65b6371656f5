package dev.epochal.simulation.time;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// A thread of a simulated process. It runs only between [#resume] and its next [#suspend], so never at the same time
/// as anything else: what looks like many threads is one line of steps.
final class Actor {
    private final Host host;
    private final Semaphore toActor = new Semaphore(0);
    private final Semaphore toSchedule = new Semaphore(0);
    private final Runnable body;
    private boolean started;
    private boolean ended;
    private int waits;
    private @Nullable Throwable failure;

    Actor(Host host, Runnable body) {
        this.host = host;
        this.body = body;
    }

    Host host() {
        return host;
    }

    boolean isEnded() {
        return ended;
    }

    /// Counts what it has waited for, so that a late wake-up is told from the one that it waits for now.
    int waits() {
        return waits;
    }

    void startWaiting() {
        waits++;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    /// Lets it run to its next suspension or its end. Called by the schedule.
    void resume() {
        if (started) {
            toActor.release();
        } else {
            started = true;
            Thread.ofVirtual().name(host.name()).start(this::run);
        }
        toSchedule.acquireUninterruptibly();
    }

    /// Waits to be resumed. Called by the actor itself.
    ///
    /// @throws Killed if its host was killed meanwhile
    void suspend() {
        toSchedule.release();
        toActor.acquireUninterruptibly();
        if (host.isDead()) {
            throw new Killed(host.name());
        }
    }

    private void run() {
        try {
            if (!host.isDead()) {
                body.run();
            }
        } catch (Killed e) {
            // Its process is gone.
        } catch (Throwable e) {
            failure = e;
        } finally {
            ended = true;
            toSchedule.release();
        }
    }
}
