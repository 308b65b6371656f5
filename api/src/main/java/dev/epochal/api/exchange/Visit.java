package dev.epochal.api.exchange;

/// One request while it is inside. For its one thread.
final class Visit implements AutoCloseable {
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
