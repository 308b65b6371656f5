package dev.epochal.api.exchange;

import dev.epochal.api.problem.ProblemException;

/// One request while it is inside. For its one thread.
final class Visit implements AutoCloseable {
    /// A body is there as it came, as JSON, decoded, as a command and as a record of it.
    private static final int BODY_WEIGHT = 5;
    /// An answer is there as a whole and on its way.
    private static final int ANSWER_WEIGHT = 2;

    private final String correlationId;
    private final Crowd.Place place;
    private final Pace pace;

    Visit(String correlationId, Crowd.Place place, Pace pace) {
        this.correlationId = correlationId;
        this.place = place;
        this.pace = pace;
        pace.rest();
    }

    String correlationId() {
        return correlationId;
    }

    /// Counts the request to this user, unless the user has as many under way as it may.
    boolean isOf(String user) {
        return place.take(user);
    }

    /// Holds the octets of a body that came.
    ///
    /// @throws ProblemException if there is no room for them
    void holdBody(long octets) {
        place.hold(BODY_WEIGHT * octets);
    }

    /// Makes sure that a body of this length would find room.
    ///
    /// @throws ProblemException if it would not
    void expectBody(long octets) {
        place.expect(BODY_WEIGHT * octets);
    }

    /// Holds an answer, and the body no longer.
    ///
    /// @throws ProblemException if there is no room for it
    void holdAnswer(long octets) {
        place.drop();
        place.hold(ANSWER_WEIGHT * octets);
    }

    /// Waits for the other end, which must not take too long.
    <T> T transfer(Transfer<T> transfer) {
        pace.transfer();
        try {
            return transfer.run();
        } finally {
            pace.rest();
        }
    }

    /// Something that the other end can delay.
    @FunctionalInterface
    interface Transfer<T> {
        T run();
    }

    /// The request is over. What is left of its body is read and forgotten, and then comes the next one.
    @Override
    public void close() {
        place.close();
        pace.transfer();
    }
}
