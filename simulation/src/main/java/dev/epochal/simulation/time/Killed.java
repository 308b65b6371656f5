package dev.epochal.simulation.time;

/// Ends an actor whose host was killed, at the step where it was. No shell catches it to go on.
public final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed(String host) {
        super(host + " was killed", null, false, false);
    }
}
