package dev.epochal.bench.floor;

import java.nio.ByteBuffer;

/// A record as large as one of a Commit, which tells when it was sent.
final class StampedRecord {
    private static final int OCTETS = 1500;

    private StampedRecord() {}

    static byte[] sentAt(long nanos) {
        return ByteBuffer.allocate(OCTETS).putLong(nanos).array();
    }

    static long sentAt(byte[] record) {
        return ByteBuffer.wrap(record).getLong();
    }
}
