package dev.epochal.server.storm;

import dev.epochal.client.EpochalProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a participant was refused: how often, and in full what it did not have to expect.
public final class Refusals {
    /// What may happen to whoever acts on what it knew a moment ago.
    private static final Set<String> EXPECTED =
            Set.of("stale-epoch", "not-a-member", "unknown-group", "unknown-proposal", "policy");

    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<String> unexpected = new ArrayList<>();

    /// How often each kind of problem was met; lost races among them.
    public Map<String, Integer> counts() {
        return counts;
    }

    /// What else was refused, with the server's whole answer and what was submitted.
    public List<String> unexpected() {
        return unexpected;
    }

    void lostRace() {
        counts.merge("lost race", 1, Integer::sum);
    }

    void refused(Attempt attempt, EpochalProblemException e) {
        counts.merge(e.name(), 1, Integer::sum);
        if (!EXPECTED.contains(e.name())) {
            unexpected.add(attempt + "\n  refused: " + e.problem().members());
        }
    }
}
