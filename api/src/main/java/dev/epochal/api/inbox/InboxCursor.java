package dev.epochal.api.inbox;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.epochal.api.json.Base64Url;
import dev.epochal.projections.read.LoggedEvent;
import dev.epochal.projections.read.StockNote;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How far a client has read its inbox: for each partition of the log with groups of the client, the first offset that
/// it has not seen, and the same for the directory of its user. So it is as long as there are partitions, not as there
/// are groups, and stays good when the read model is built anew. To clients it is a word. Immutable.
public final class InboxCursor {
    /// Before everything.
    public static final InboxCursor BEGINNING = new InboxCursor(Map.of(), 0);

    private static final int VERSION = 1;
    private static final int LENGTH_MAX = 8 << 10;

    private final Map<Integer, Long> offsets;
    private final long directorySeq;

    private InboxCursor(Map<Integer, Long> offsets, long directorySeq) {
        this.offsets = Map.copyOf(offsets);
        this.directorySeq = directorySeq;
    }

    /// A cursor at these places.
    ///
    /// @param directorySeq the first event of the user's directory that was not seen
    public static InboxCursor of(Map<Integer, Long> offsets, long directorySeq) {
        return new InboxCursor(offsets, directorySeq);
    }

    /// The cursor that a client sent; empty if the text is none.
    public static Optional<InboxCursor> parse(String text) {
        return text.length() > LENGTH_MAX
                ? Optional.empty()
                : Base64Url.decode(text).flatMap(InboxCursor::read);
    }

    private static Optional<InboxCursor> read(ByteString bytes) {
        try {
            var in = CodedInputStream.newInstance(bytes.asReadOnlyByteBuffer());
            if (in.readUInt32() != VERSION) {
                return Optional.empty();
            }
            long directorySeq = in.readUInt64();
            if (directorySeq < 0) {
                return Optional.empty();
            }
            var offsets = new TreeMap<Integer, Long>();
            while (!in.isAtEnd()) {
                int partition = in.readUInt32();
                long offset = in.readUInt64();
                if (partition < 0 || offset < 0 || offsets.put(partition, offset) != null) {
                    return Optional.empty();
                }
            }
            return Optional.of(new InboxCursor(offsets, directorySeq));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// The same behind this event.
    public InboxCursor behind(LoggedEvent event) {
        var more = new TreeMap<>(offsets);
        more.put(event.partition(), event.offset() + 1);
        return new InboxCursor(more, directorySeq);
    }

    /// The same behind this note.
    public InboxCursor behind(StockNote note) {
        return new InboxCursor(offsets, note.seq() + 1);
    }

    /// Whether the event was seen.
    public boolean isBehind(LoggedEvent event) {
        return offsets.getOrDefault(event.partition(), 0L) > event.offset();
    }

    /// The first offset of each partition that was not seen; 0 where the partition is left out.
    public Map<Integer, Long> offsets() {
        return offsets;
    }

    /// The first event of the user's directory that was not seen.
    public long directorySeq() {
        return directorySeq;
    }

    /// The word that clients keep.
    @Override
    public String toString() {
        var bytes = new ByteArrayOutputStream();
        try {
            var out = CodedOutputStream.newInstance(bytes);
            out.writeUInt32NoTag(VERSION);
            out.writeUInt64NoTag(directorySeq);
            for (var place : new TreeMap<>(offsets).entrySet()) {
                out.writeUInt32NoTag(place.getKey());
                out.writeUInt64NoTag(place.getValue());
            }
            out.flush();
        } catch (IOException e) {
            throw new IllegalStateException("Memory can be written", e);
        }
        return Base64Url.encode(ByteString.copyFrom(bytes.toByteArray()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InboxCursor that && offsets.equals(that.offsets) && directorySeq == that.directorySeq;
    }

    @Override
    public int hashCode() {
        return 31 * offsets.hashCode() + Long.hashCode(directorySeq);
    }
}
