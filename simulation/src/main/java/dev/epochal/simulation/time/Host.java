package dev.epochal.simulation.time;

import java.util.ArrayList;
import java.util.List;

/// A simulated process: what runs in it dies with it, and stands still while it is stopped.
public final class Host {
    private final String name;
    private final List<Actor> actors = new ArrayList<>();
    private boolean dead;
    private long standsStillUntil;

    Host(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /// Whether nothing runs in it any more.
    public boolean isDead() {
        return dead;
    }

    /// Whether it stands still at this moment: nothing in it notices.
    public boolean standsStill(long now) {
        return now < standsStillUntil;
    }

    long standsStillUntil() {
        return standsStillUntil;
    }

    void standStillUntil(long time) {
        standsStillUntil = Math.max(standsStillUntil, time);
    }

    void die() {
        dead = true;
    }

    List<Actor> actors() {
        return actors;
    }
}
