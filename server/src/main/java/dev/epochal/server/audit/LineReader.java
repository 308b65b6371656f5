package dev.epochal.server.audit;

import com.google.protobuf.ByteString;
import dev.epochal.api.history.HistoryLine;
import dev.epochal.api.history.HistoryLine.Opening;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.history.MemberCheckpoint;
import dev.epochal.schema.history.Payload;
import dev.epochal.schema.history.SealedEvents;
import dev.epochal.schema.record.GroupEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// Reads the lines behind the first one ahead, and lets other threads parse and hash them, a few at a time. Used by one
/// thread.
final class LineReader {
    private static final int TOGETHER_MAX = 16;
    private static final int TOGETHER_OCTETS_MAX = 1 << 20;
    private static final int AHEAD_MAX = 32;
    private static final int AHEAD_OCTETS_MAX = 64 << 20;

    private final ExportedLines lines;
    private final Opening opening;
    private final ExecutorService threads;
    private final Deque<Ahead> ahead = new ArrayDeque<>();
    private final Deque<Read> ready = new ArrayDeque<>();
    private int aheadOctets;
    private long number = 1;
    private boolean ended;

    LineReader(ExportedLines lines, Opening opening, ExecutorService threads) {
        this.lines = lines;
        this.opening = opening;
        this.threads = threads;
    }

    private record Numbered(long number, ExportedLines.Line line) {}

    private record Ahead(int octets, Future<List<Read>> reads) {}

    /// A line.
    ///
    /// @param line empty if it is malformed
    /// @param payloadHash of an event, computed from its payload; as it is stated if the payload was erased
    /// @param leafHash of an event, computed from its header as it is stated
    /// @param seen what a Commit says of the history before it
    record Read(
            long number,
            Optional<HistoryLine> line,
            ByteString payloadHash,
            ByteString leafHash,
            Optional<MemberCheckpoint> seen) {
        private static Read unhashed(long number, Optional<HistoryLine> line) {
            return new Read(number, line, ByteString.EMPTY, ByteString.EMPTY, Optional.empty());
        }
    }

    /// The next line; empty at the end.
    Optional<Read> next() {
        fill();
        if (ready.isEmpty() && !ahead.isEmpty()) {
            var oldest = ahead.remove();
            aheadOctets -= oldest.octets();
            ready.addAll(result(oldest));
        }
        return Optional.ofNullable(ready.poll());
    }

    private static List<Read> result(Ahead ahead) {
        try {
            return ahead.reads().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A line could not be read; this is a bug", e.getCause());
        }
    }

    private void fill() {
        while (!ended && (ahead.isEmpty() || (ahead.size() < AHEAD_MAX && aheadOctets < AHEAD_OCTETS_MAX))) {
            List<Numbered> together = new ArrayList<>(TOGETHER_MAX);
            int octets = 0;
            while (!ended && together.size() < TOGETHER_MAX && octets < TOGETHER_OCTETS_MAX) {
                var line = lines.next();
                ended = line.isEmpty();
                if (!ended) {
                    together.add(new Numbered(++number, line.get()));
                    octets += line.get().octets().size();
                }
            }
            if (!together.isEmpty()) {
                aheadOctets += octets;
                ahead.add(new Ahead(
                        octets,
                        threads.submit(() -> together.stream()
                                .map(each -> read(each.number(), each.line()))
                                .toList())));
            }
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
                        CanonicalHeader.leafHash(header, event.getBodyCase().getNumber()),
                        event.hasCommitAccepted()
                                ? MemberCheckpoint.of(event.getCommitAccepted().getCommit())
                                : Optional.empty());
            } catch (IllegalArgumentException _) {
                // A hash of another length than hashes have.
                return Read.unhashed(at, Optional.empty());
            }
        }
        return Read.unhashed(at, parsed);
    }
}
