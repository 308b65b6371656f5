package dev.epochal.simulation.broken;

import java.util.Optional;

/// What is wrong with the server of a world: one thing at most.
public record Flaws(Optional<Flaw> only) {
    /// A server as it should be.
    public static final Flaws NONE = new Flaws(Optional.empty());

    /// A server with one flaw.
    public static Flaws of(Flaw flaw) {
        return new Flaws(Optional.of(flaw));
    }

    public boolean include(Flaw flaw) {
        return only.filter(flaw::equals).isPresent();
    }
}
