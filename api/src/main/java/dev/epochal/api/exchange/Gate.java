package dev.epochal.api.exchange;

import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Lets requests in until it is shut, and knows when the last one has left. Thread-safe.
public final class Gate {
    private final Phaser inside = new Phaser(1);
    private volatile boolean shut;
    private volatile boolean retired;

    /// Lets one request in, unless the gate is shut.
    public boolean enter() {
        if (shut || inside.register() < 0) {
            return false;
        }
        if (shut) {
            leave();
            return false;
        }
        return true;
    }

    /// One request has left.
    public void leave() {
        inside.arriveAndDeregister();
    }

    /// Whether nobody is let in any more: who waits inside for something that may never come is to leave.
    public boolean isShut() {
        return shut;
    }

    /// Lets in as before, but wants nobody to be sent here any more.
    public void retire() {
        retired = true;
    }

    /// Whether requests are wanted: the gate is neither shut nor soon to be.
    public boolean isInviting() {
        return !shut && !retired;
    }

    /// How many requests are inside.
    public int inside() {
        return Math.max(0, inside.getUnarrivedParties() - (shut ? 0 : 1));
    }

    /// Shuts the gate and waits until everybody has left.
    ///
    /// @return whether everybody did within the limit
    public boolean shut(Duration limit) {
        if (shut) {
            return true;
        }
        shut = true;
        int phase = inside.arriveAndDeregister();
        try {
            inside.awaitAdvanceInterruptibly(phase, limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
