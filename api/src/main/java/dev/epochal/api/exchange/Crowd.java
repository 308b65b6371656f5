package dev.epochal.api.exchange;

import dev.epochal.api.problem.Problem;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The requests that are under way: nobody can take all the places there are by waiting on them, and all together hold
/// no more than there is memory for. Thread-safe.
final class Crowd {
    private static final Inside NOTHING = new Inside(0, 0);

    private final Room room;
    private final AtomicLong held = new AtomicLong();
    private final ConcurrentMap<String, Inside> inside = new ConcurrentHashMap<>();

    /// What one user has under way.
    private record Inside(int requests, long octets) {
        Inside with(int moreRequests, long moreOctets) {
            return new Inside(requests + moreRequests, octets + moreOctets);
        }
    }

    /// Lets in as much as there is room for.
    Crowd(Room room) {
        this.room = room;
    }

    /// A place for a request, of which nobody knows yet whose it is.
    Place place() {
        return new Place();
    }

    /// How many users have requests under way.
    int users() {
        return inside.size();
    }

    /// How many octets are held now.
    long held() {
        return held.get();
    }

    /// The place of one request. For one thread.
    final class Place implements AutoCloseable {
        private @Nullable String user;
        private long octets;

        /// Counts the request to this user, unless the user has as many under way as it may.
        boolean take(String name) {
            inside.compute(name, (_, before) -> {
                var now = before == null ? NOTHING : before;
                if (now.requests() >= room.requestsPerUser()) {
                    return before;
                }
                user = name;
                return now.with(1, 0);
            });
            return user != null;
        }

        /// Holds so many octets more.
        ///
        /// @throws ProblemException if there is no room for them
        void hold(long more) {
            long all = held.addAndGet(more);
            octets += more;
            if (all > room.octets() && all > octets) {
                release(more);
                throw full();
            }
            if (user == null) {
                return;
            }
            var users = inside.computeIfPresent(user, (_, before) -> before.with(0, more));
            if (users != null && users.octets() > room.octetsPerUser() && users.octets() > octets) {
                forget(more);
                throw new ProblemException(
                        Problem.of(ProblemType.RATE_EXCEEDED, "The user has as much under way as it may")
                                .retryAfterMs(1000));
            }
        }

        /// Makes sure that so many octets more would find room now.
        ///
        /// @throws ProblemException if they would not
        void expect(long more) {
            long all = held.get();
            if (all + more > room.octets() && all > octets) {
                throw full();
            }
        }

        /// Nothing is held any more.
        void drop() {
            if (octets > 0) {
                forget(octets);
            }
        }

        private void forget(long less) {
            if (user != null) {
                inside.computeIfPresent(user, (_, before) -> before.with(0, -less));
            }
            release(less);
        }

        private void release(long less) {
            octets -= less;
            held.addAndGet(-less);
        }

        private static ProblemException full() {
            return new ProblemException(Problem.of(
                            ProblemType.UNAVAILABLE, "The requests under way hold as much as the server has room for")
                    .retryAfterMs(1000));
        }

        /// The request is over.
        @Override
        public void close() {
            drop();
            if (user != null) {
                inside.computeIfPresent(user, (_, before) -> before.requests() == 1 ? null : before.with(-1, 0));
                user = null;
            }
        }
    }
}
