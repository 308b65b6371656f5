package dev.epochal.projections.read;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import java.util.Collection;
import java.util.List;

/// Turns columns of octets into values and back.
final class Octets {
    private Octets() {}

    /// A value without copying: what came from the database belongs to nobody else.
    static ByteString of(byte[] column) {
        return UnsafeByteOperations.unsafeWrap(column);
    }

    static List<byte[]> columns(Collection<ByteString> values) {
        return values.stream().map(ByteString::toByteArray).toList();
    }

    /// A record of the log as it was stored. It was readable when it was projected.
    static <M extends Message> M record(Parser<M> parser, byte[] column) {
        try {
            return parser.parseFrom(column);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("A stored record is damaged. Rebuild the read model from the log.", e);
        }
    }
}
