package dev.epochal.projections.read;

import java.time.Duration;
import java.util.Optional;

/// The events that somebody follows, for one thread to take. Those of one partition come in the order of the log.
///
/// What is not taken waits in bounded memory. If more comes the subscription is broken: it tells nothing until it is
/// mended, and what was missed is to be read.
public interface Subscription extends AutoCloseable {
    /// The next event, or none if none came within the limit, or if the subscription is broken or the thread
    /// interrupted.
    Optional<LoggedEvent> poll(Duration limit);

    /// Whether events were missed.
    boolean isBroken();

    /// Tells events again, from now on. What was missed can be read once this returns.
    void mend();

    /// Follows no more.
    @Override
    void close();
}
