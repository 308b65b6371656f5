package dev.epochal.server.fault;

import java.util.List;

/// The brokers of the log, and what can be done to them.
interface Brokers extends AutoCloseable {
    String bootstrapServers();

    /// How many copies each record has.
    int copies();

    /// How many of them there have to be before a record counts.
    int copiesMin();

    /// What each build can wait for.
    List<Fault> faults();

    /// What else can be done, for longer runs.
    List<Fault> moreFaults();

    @Override
    void close();
}
