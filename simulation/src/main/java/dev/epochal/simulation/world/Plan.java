package dev.epochal.simulation.world;

import dev.epochal.simulation.broker.Faults;
import dev.epochal.simulation.kafka.ProcessPorts;
import java.util.SplittableRandom;

/// What a world is like. Each seed chooses some kinds of faults and leaves out the others, for one kind may hide
/// another.
///
/// @param partitions of each commands and events topic
/// @param requests how many each client makes
/// @param pause how long a client waits between requests at most, in milliseconds
/// @param commandsMax how many commands a transaction may hold
/// @param stateBytesMax the memory for live states
/// @param lag how long the projections rest between two steps at most, in milliseconds
/// @param rowsMax how many records a step of the projections takes
/// @param shared how often the assignor gives a partition to two processors
/// @param mishaps which of the rarer things happen
record Plan(
        int partitions,
        int processors,
        int rooms,
        int clients,
        int requests,
        int pause,
        int commandsMax,
        long stateBytesMax,
        int lag,
        int rowsMax,
        Faults.Rates rates,
        ProcessPorts.Perils perils,
        double shared,
        Mishaps mishaps) {
    /// Rarer things.
    ///
    /// @param everyMillis how long it is from one to the next at most
    /// @param rebalances for no reason
    /// @param outages of the database
    /// @param restores of the database to an older state
    /// @param stops processors are asked to end, and others start
    /// @param cuts processes can't reach the broker, or don't hear from it
    /// @param strangers records that no api wrote come into the commands topic
    /// @param clockJumps of the broker's clock
    /// @param forgotten the broker forgets the acknowledged positions
    record Mishaps(
            int everyMillis,
            boolean rebalances,
            boolean outages,
            boolean restores,
            boolean stops,
            boolean cuts,
            boolean strangers,
            boolean clockJumps,
            boolean forgotten) {}

    static Plan of(SplittableRandom random) {
        return new Plan(
                1 + random.nextInt(2),
                pick(random, 1, 2, 2, 3),
                1 + random.nextInt(3),
                2 + random.nextInt(4),
                8 + random.nextInt(8),
                random.nextBoolean() ? 30 : 600,
                1 + random.nextInt(8),
                pick(random, 1, 20_000, 1 << 20),
                pick(random, 20, 400, 2_000),
                1 + random.nextInt(8),
                new Faults.Rates(
                        some(random, 0.02),
                        some(random, 0.03),
                        some(random, 0.02),
                        some(random, 0.03),
                        some(random, 0.1)),
                new ProcessPorts.Perils(some(random, 0.003), some(random, 0.002), some(random, 0.02)),
                random.nextInt(3) == 0 ? 0.8 : 0,
                new Mishaps(
                        pick(random, 300, 3_000),
                        random.nextBoolean(),
                        random.nextInt(3) == 0,
                        random.nextInt(4) == 0,
                        random.nextInt(3) == 0,
                        random.nextInt(3) == 0,
                        random.nextInt(3) == 0,
                        random.nextInt(3) == 0,
                        random.nextInt(6) == 0));
    }

    private static int pick(SplittableRandom random, int... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static double some(SplittableRandom random, double max) {
        return random.nextInt(3) == 0 ? 0 : max * random.nextDouble();
    }
}
