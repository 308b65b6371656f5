package dev.epochal.server.fsck;

import com.google.protobuf.ByteString;
import dev.epochal.schema.log.RecordSeal;
import dev.epochal.schema.log.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;

/// The file in which a stopped broker keeps the records of a topic, and what somebody with access to it does there.
/// Offsets and the broker's own checksums stay right, so the broker notices nothing.
final class SegmentFile {
    private static final int BATCH_LENGTH_AT = Long.BYTES;
    private static final int BATCH_LENGTH_END = Long.BYTES + Integer.BYTES;

    private final Path file;
    private final Topic topic;
    private final byte[] original;

    /// They tell at which octet an offset stands. The broker makes them anew where they are missing.
    private final Map<Path, byte[]> indexes;

    private SegmentFile(Path file, Topic topic) throws IOException {
        this.file = file;
        this.topic = topic;
        this.original = Files.readAllBytes(file);
        this.indexes = new HashMap<>();
        for (var ending : List.of("index", "timeindex")) {
            var name = file.getFileName().toString().replace(".log", "." + ending);
            indexes.put(file.resolveSibling(name), Files.readAllBytes(file.resolveSibling(name)));
        }
    }

    /// A record as it stands in the file.
    ///
    /// @param sealed whether its seal is made anew when it is written
    record Entry(long offset, ByteString key, ByteString value, ByteString seal, boolean sealed) {
        Entry withValue(ByteString other) {
            return new Entry(offset, key, other, seal, false);
        }

        Entry sealedWith(ByteString otherKey, ByteString other) {
            return new Entry(offset, otherKey, other, seal, true);
        }
    }

    /// The largest file of the topic: where the other partitions hold nothing, it is the only one.
    static SegmentFile of(Path broker, Topic topic) {
        try (var files = Files.walk(broker.resolve("log"))) {
            var file = files.filter(each -> each.toString().endsWith(".log"))
                    .filter(each -> each.toString().contains("/" + topic.topicName() + "-"))
                    .max((one, other) -> Long.compare(size(one), size(other)))
                    .orElseThrow();
            return new SegmentFile(file, topic);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The records, without the markers of transactions.
    List<Entry> entries() {
        var entries = new ArrayList<Entry>();
        for (MutableRecordBatch batch : batches()) {
            if (!batch.isControlBatch()) {
                batch.forEach(each -> entries.add(entry(each)));
            }
        }
        return entries;
    }

    private Iterable<MutableRecordBatch> batches() {
        return MemoryRecords.readableRecords(ByteBuffer.wrap(original)).batches();
    }

    private static Entry entry(Record each) {
        var seal = Arrays.stream(each.headers())
                .filter(header -> header.key().equals(RecordSeal.HEADER))
                .findFirst()
                .orElseThrow();
        return new Entry(
                each.offset(),
                ByteString.copyFrom(each.key()),
                ByteString.copyFrom(each.value()),
                ByteString.copyFrom(seal.value()),
                false);
    }

    /// Writes the file with each record changed: to none, or to another one at the same offset.
    void write(Function<Entry, List<Entry>> change) {
        var out = ByteBuffer.allocate(2 * original.length + 1_024);
        for (MutableRecordBatch batch : batches()) {
            if (batch.isControlBatch()) {
                batch.writeTo(out);
            } else {
                out.put(rewritten(batch, change));
            }
        }
        write(Arrays.copyOf(out.array(), out.position()));
        forgetIndexes();
    }

    private ByteBuffer rewritten(MutableRecordBatch batch, Function<Entry, List<Entry>> change) {
        try (var builder = MemoryRecords.builder(
                ByteBuffer.allocate(2 * batch.sizeInBytes() + 1_024),
                batch.magic(),
                Compression.NONE,
                batch.timestampType(),
                batch.baseOffset(),
                batch.maxTimestamp(),
                batch.producerId(),
                batch.producerEpoch(),
                batch.baseSequence(),
                batch.isTransactional(),
                batch.partitionLeaderEpoch())) {
            boolean any = false;
            for (Record each : batch) {
                for (Entry entry : change.apply(entry(each))) {
                    any = true;
                    builder.appendWithOffset(
                            entry.offset(),
                            each.timestamp(),
                            entry.key().toByteArray(),
                            entry.value().toByteArray(),
                            headers(entry));
                }
            }
            if (!any) {
                return ByteBuffer.allocate(0);
            }
            builder.overrideLastOffset(batch.lastOffset());
            return builder.build().buffer();
        }
    }

    private Header[] headers(Entry entry) {
        var seal = entry.sealed()
                ? RecordSeal.of(topic, entry.key().toByteArray(), entry.value().toByteArray())
                : entry.seal().toByteArray();
        return new Header[] {new RecordHeader(RecordSeal.HEADER, seal)};
    }

    /// Writes the file without what stands from an offset on, markers included.
    void cutAt(long offset) {
        int end = 0;
        for (MutableRecordBatch batch : batches()) {
            if (batch.baseOffset() >= offset) {
                break;
            }
            end += batch.sizeInBytes();
        }
        write(Arrays.copyOf(original, end));
        forgetIndexes();
    }

    /// Writes the file with one bit flipped at the end of the batch in its middle, and leaves the broker's checksum
    /// as it was, which doesn't cover the first octets of a batch.
    void flipBit() {
        byte[] flipped = original.clone();
        int end = 0;
        while (end <= flipped.length / 2) {
            end += BATCH_LENGTH_END + ByteBuffer.wrap(flipped).getInt(end + BATCH_LENGTH_AT);
        }
        flipped[end - 1] ^= 1;
        write(flipped);
    }

    void restore() {
        write(original);
        indexes.forEach(SegmentFile::write);
    }

    private void forgetIndexes() {
        try {
            for (var index : indexes.keySet()) {
                Files.deleteIfExists(index);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(byte[] octets) {
        write(file, octets);
    }

    private static void write(Path file, byte[] octets) {
        try {
            Files.write(file, octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
