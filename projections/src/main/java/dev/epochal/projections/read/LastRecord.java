package dev.epochal.projections.read;

import com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/// The newest record of a partition that the read model has taken.
///
/// A log that loses something loses its end. So whatever the read model has taken of a partition stands there as long
/// as this record does, and where another one has its place, or none, the log was cut, however far it reaches by now.
///
/// @param offset where it stands
/// @param seal the seal that came with it
public record LastRecord(long offset, ByteString seal) {
    /// Whether a record that was read is this one. Whoever reads on finds out whether its seal is right.
    ///
    /// @param readSeal the seal that it carries, if any
    public boolean is(long readOffset, byte @Nullable [] readSeal) {
        return readOffset == offset && readSeal != null && seal.equals(ByteString.copyFrom(readSeal));
    }
}
