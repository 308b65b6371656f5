package dev.epochal.api.exchange;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// How many requests of each user are under way: nobody can take all the places there are by waiting on them.
/// Thread-safe.
final class Crowd {
    private final int insideMax;
    private final ConcurrentMap<String, Integer> inside = new ConcurrentHashMap<>();

    /// Lets in so many requests of each user at once.
    Crowd(int insideMax) {
        this.insideMax = insideMax;
    }

    /// A place for a request, of which nobody knows yet whose it is.
    Place place() {
        return new Place();
    }

    /// How many users have requests under way.
    int users() {
        return inside.size();
    }

    /// The place of one request. For one thread.
    final class Place implements AutoCloseable {
        private @Nullable String user;

        /// Counts the request to this user, unless the user has as many under way as it may.
        boolean take(String name) {
            inside.compute(name, (_, before) -> {
                int now = before == null ? 0 : before;
                if (now >= insideMax) {
                    return before;
                }
                user = name;
                return now + 1;
            });
            return user != null;
        }

        /// The request is over.
        @Override
        public void close() {
            if (user != null) {
                inside.computeIfPresent(user, (_, before) -> before == 1 ? null : before - 1);
                user = null;
            }
        }
    }
}
