package dev.epochal.server.audit;

import com.google.protobuf.ByteString;
import dev.epochal.api.history.HistoryLine;
import dev.epochal.api.history.HistoryLine.Opening;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.history.Payload;
import dev.epochal.schema.history.SealedEvents;
import dev.epochal.schema.record.GroupEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// Reads the lines behind the first one a few ahead, and lets other threads parse and hash them. Used by one thread.
final class LineReader {
    private static final int AHEAD_MAX = 256;
    private static final int AHEAD_OCTETS_MAX = 64 << 20;

    private final ExportedLines lines;
    private final Opening opening;
    private final ExecutorService threads;
    private final Deque<Ahead> ahead = new ArrayDeque<>();
    private int aheadOctets;
    private long number = 1;

    LineReader(ExportedLines lines, Opening opening, ExecutorService threads) {
        this.lines = lines;
        this.opening = opening;
        this.threads = threads;
    }

    private record Ahead(int octets, Future<Read> read) {}

    /// A line.
    ///
    /// @param line empty if it is malformed
    /// @param payloadHash of an event, computed from its payload; as it is stated if the payload was erased
    /// @param leafHash of an event, computed from its header as it is stated
    record Read(long number, Optional<HistoryLine> line, ByteString payloadHash, ByteString leafHash) {}

    /// The next line; empty at the end.
    Optional<Read> next() {
        fill();
        if (ahead.isEmpty()) {
            return Optional.empty();
        }
        var oldest = ahead.remove();
        aheadOctets -= oldest.octets();
        try {
            return Optional.of(oldest.read().get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A line could not be read; this is a bug", e.getCause());
        }
    }

    private void fill() {
        while (ahead.isEmpty() || (ahead.size() < AHEAD_MAX && aheadOctets < AHEAD_OCTETS_MAX)) {
            var line = lines.next();
            if (line.isEmpty()) {
                return;
            }
            long at = ++number;
            aheadOctets += line.get().octets().size();
            ahead.add(new Ahead(line.get().octets().size(), threads.submit(() -> read(at, line.get()))));
        }
    }

    private Read read(long at, ExportedLines.Line line) {
        var parsed = line.whole() ? lines.coding().parse(line.octets(), opening) : Optional.<HistoryLine>empty();
        if (parsed.isPresent() && parsed.get() instanceof HistoryLine.Logged(GroupEvent event, var _)) {
            var header = event.getHeader();
            try {
                return new Read(
                        at,
                        parsed,
                        SealedEvents.isErased(event)
                                ? header.getPayloadHash()
                                : Payload.hash(header.getPayloadSalt(), Payload.parts(event)),
                        CanonicalHeader.leafHash(header, event.getBodyCase().getNumber()));
            } catch (IllegalArgumentException _) {
                // A hash of another length than hashes have.
                return new Read(at, Optional.empty(), ByteString.EMPTY, ByteString.EMPTY);
            }
        }
        return new Read(at, parsed, ByteString.EMPTY, ByteString.EMPTY);
    }
}
