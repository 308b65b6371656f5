package dev.epochal.simulation.history;

import com.google.protobuf.ByteString;
import java.util.Set;

/// Something that a client read.
public sealed interface Sight {
    /// The group in question.
    ByteString groupId();

    /// The history of a group up to an event.
    ///
    /// @param size how many events there were
    /// @param head the leaf hash of the newest
    /// @param erased the seqs of those that were served without their payload
    record History(ByteString groupId, long size, ByteString head, Set<Long> erased) implements Sight {
        public History {
            erased = Set.copyOf(erased);
        }
    }

    /// An acknowledgement.
    ///
    /// @param seq the event that it names
    /// @param certain whether the event's transaction had been ended by then
    record Acknowledged(ByteString groupId, long seq, boolean certain) implements Sight {}

    /// A Welcome.
    ///
    /// @param seq the event that it is said to have come with
    /// @param keyPackageRef whom it was shown to
    record Welcomed(ByteString groupId, long seq, ByteString keyPackageRef, ByteString welcome) implements Sight {}

    /// A checkpoint.
    ///
    /// @param size how many events it covers
    /// @param root of the tree over them
    /// @param atLeast how many it has to cover, since they could be read long enough before
    record Checkpointed(ByteString groupId, long size, ByteString root, long atLeast) implements Sight {}
}
