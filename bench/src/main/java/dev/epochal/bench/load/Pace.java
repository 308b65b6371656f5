package dev.epochal.bench.load;

/// How fast requests are sent.
public sealed interface Pace {
    /// How many requests a run of so many seconds may need, at no more than this rate.
    long requests(double seconds, double rateMax);

    /// At a fixed rate, whatever the server does: latencies count from when a request was due.
    ///
    /// @param ratePerSecond the rate
    record Open(double ratePerSecond) implements Pace {
        @Override
        public long requests(double seconds, double rateMax) {
            return (long) Math.ceil(ratePerSecond * seconds);
        }

        /// How long after the start a request is due.
        long dueNanos(long index) {
            return (long) (index * 1e9 / ratePerSecond);
        }

        @Override
        public String toString() {
            return "open, %.0f/s".formatted(ratePerSecond);
        }
    }

    /// As fast as the server answers, with so many in flight: finds the highest rate.
    ///
    /// @param inFlight how many
    record Closed(int inFlight) implements Pace {
        @Override
        public long requests(double seconds, double rateMax) {
            return (long) Math.ceil(rateMax * seconds);
        }

        @Override
        public String toString() {
            return "closed, " + inFlight + " in flight";
        }
    }
}
