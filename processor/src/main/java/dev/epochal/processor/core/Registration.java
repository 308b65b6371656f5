package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import java.util.List;

/// A client that has registered. Whoever was removed stays listed, so that nobody takes its name.
///
/// @param signatureKeys the keys it signs with; none once it was removed
/// @param removed whether it is gone for ever
record Registration(List<ByteString> signatureKeys, boolean removed) {
    Registration {
        signatureKeys = List.copyOf(signatureKeys);
    }

    static Registration of(List<ByteString> signatureKeys) {
        return new Registration(signatureKeys, false);
    }

    static Registration gone() {
        return new Registration(List.of(), true);
    }
}
