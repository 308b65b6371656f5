package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.epochal.mls.codec.Octets;

/// Carries bytes between the records of the log and the structs of MLS, with one copy.
final class Bytes {
    private Bytes() {}

    static Octets octets(ByteString bytes) {
        return Octets.owning(bytes.toByteArray());
    }

    /// The array is fresh and nobody else ever writes to it.
    static ByteString string(Octets octets) {
        return UnsafeByteOperations.unsafeWrap(octets.toByteArray());
    }
}
