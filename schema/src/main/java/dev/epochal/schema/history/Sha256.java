package dev.epochal.schema.history;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A SHA-256 that is fed piece by piece. Not thread-safe.
final class Sha256 {
    private final MessageDigest digest;

    Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java platform has SHA-256", e);
        }
    }

    Sha256 octet(int value) {
        digest.update((byte) value);
        return this;
    }

    Sha256 raw(ByteString bytes) {
        bytes.asReadOnlyByteBufferList().forEach(digest::update);
        return this;
    }

    Sha256 raw(byte[] bytes) {
        digest.update(bytes);
        return this;
    }

    Sha256 sized(ByteString bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.size()));
        return raw(bytes);
    }

    ByteString finish() {
        return ByteString.copyFrom(digest.digest());
    }
}
