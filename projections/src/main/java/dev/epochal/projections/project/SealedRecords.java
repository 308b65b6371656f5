package dev.epochal.projections.project;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.epochal.schema.log.RecordSeal;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/// Reads records, and trusts only those whose seal and key are right.
final class SealedRecords {
    private SealedRecords() {}

    /// @throws UntrustedRecordException if the record is not what its writer put on the log
    static <E> Entry<E> open(Projection<E> projection, ConsumerRecord<byte[], byte[]> read) {
        if (read.key() == null || read.value() == null) {
            throw new UntrustedRecordException("it has no key or no value");
        }
        Header header = read.headers().lastHeader(RecordSeal.HEADER);
        byte[] seal = header == null ? null : header.value();
        if (seal == null || !RecordSeal.matches(seal, projection.topic(), read.key(), read.value())) {
            throw new UntrustedRecordException("its seal does not match");
        }
        ByteString key = UnsafeByteOperations.unsafeWrap(read.key());
        E value = parse(projection, read.value());
        if (!projection.key(value).equals(key)) {
            throw new UntrustedRecordException("it stands under another's key");
        }
        if (!projection.isKnown(value)) {
            throw new UntrustedRecordException("this version of the program does not know its kind");
        }
        return new Entry<>(
                read.offset(),
                key,
                value,
                UnsafeByteOperations.unsafeWrap(read.value()),
                UnsafeByteOperations.unsafeWrap(seal));
    }

    private static <E> E parse(Projection<E> projection, byte[] value) {
        try {
            return projection.parser().parseFrom(value);
        } catch (InvalidProtocolBufferException e) {
            throw new UntrustedRecordException("it can't be parsed: " + e.getMessage());
        }
    }
}
