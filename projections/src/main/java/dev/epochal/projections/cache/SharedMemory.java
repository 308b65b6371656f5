package dev.epochal.projections.cache;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/// Values by key that may be gone at any time. Nothing here throws because the memory is away: then nothing is found
/// and nothing is kept. Thread-safe.
///
/// A look-up and the keeping of what was missing belong together: whatever is kept is told what [#find] told before, so
/// that a value that was read before the memory was emptied, or before its key was withdrawn, is never found again.
public interface SharedMemory extends AutoCloseable {
    /// What is found under the keys.
    Found find(Collection<String> keys);

    /// Keeps values that were looked up elsewhere after the keys weren't found, each unless there is something under
    /// its key already.
    ///
    /// @param found where they were missing
    /// @param lease how long they may be found
    void keep(Found found, Map<String, ByteString> values, Duration lease);

    /// Makes sure that no value that was looked up before now is found under the key from now on by any process. May
    /// take up to the lease.
    ///
    /// @param lease how long values under this key may be found at most
    void withdraw(String key, Duration lease);

    /// How long a value that can become wrong may be found: as long as it may take to withdraw it.
    Duration lease();

    /// How it is, in one word for a person: `redis`, `redis away` or `local`.
    String state();

    /// Whether it is as it should be.
    boolean isWell();

    @Override
    void close();

    /// What was found.
    ///
    /// @param values the values by their keys; a missing key has none
    /// @param era what the memory was then: it changes when the memory is emptied or restarted
    /// @param askedAtNanos when the question was asked, by the monotonic clock
    record Found(Map<String, ByteString> values, String era, long askedAtNanos) {
        /// Copies the map.
        public Found {
            values = Map.copyOf(values);
        }
    }
}
