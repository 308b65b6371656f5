package dev.epochal.projections.read;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.Identity;
import java.time.Duration;
import java.util.function.Supplier;

/// Lets a reader sleep until something it reads may have changed.
///
/// A wake-up may be early or lost, so every waiter asks again when it wakes: a lost wake-up costs one poll interval
/// and never an answer. Safe for use by several threads; a waiting call blocks its (virtual) thread.
public interface Changes {
    /// Calls `ready` at once, and again after each change of the group, until it says true or the limit has passed.
    ///
    /// @return what `ready` said last
    boolean awaitGroup(ByteString groupId, Duration limit, Supplier<Boolean> ready);

    /// The same for changes that concern one client: Welcomes, KeyPackages, verdicts.
    boolean awaitClient(Identity identity, Duration limit, Supplier<Boolean> ready);
}
