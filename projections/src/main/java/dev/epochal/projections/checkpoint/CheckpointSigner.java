package dev.epochal.projections.checkpoint;

import com.google.protobuf.ByteString;
import dev.epochal.projections.read.Checkpoints;
import dev.epochal.projections.read.HistoryReads;
import dev.epochal.projections.read.HistoryTree;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.history.Checkpoint;
import dev.epochal.schema.history.CompactRange;
import dev.epochal.schema.history.MerkleProof.Head;
import dev.epochal.schema.history.NoteSigner;
import dev.epochal.schema.history.SignedNote;
import dev.epochal.schema.record.GroupEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signs how far histories have come, at most once a second for each. Safe for use by several threads, and by several
/// programs over the same memory.
///
/// It signs what it has read itself: each new event's payload, hashes and link are checked again. What it signed
/// before is kept as the tree's edge, so a new checkpoint always extends the old one. The first time that it meets a
/// log it reads all leaves that were signed and compares: a log that was cut, restored from an old copy or replaced by
/// another one is refused, and what was signed stays.
public final class CheckpointSigner implements Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointSigner.class);
    private static final long INTERVAL_MS = 1_000;
    private static final int PAGE = 200;
    private static final int ATTEMPTS = 8;
    private static final int KNOWN_MAX = 100_000;

    private final LogKeys keys;
    private final HistoryReads reads;
    private final SignedLogs logs;
    private final InstantSource clock;

    /// The logs whose signed part this signer has compared with what can be read.
    private final Set<ByteString> compared = ConcurrentHashMap.newKeySet();

    /// A signer with these keys.
    public CheckpointSigner(LogKeys keys, HistoryReads reads, SignedLogs logs, InstantSource clock) {
        this.keys = keys;
        this.reads = reads;
        this.logs = logs;
        this.clock = clock;
    }

    @Override
    public Outcome newest(ByteString groupId) {
        var first = reads.events(groupId, 0, 1);
        if (first.isEmpty()) {
            return new Refused(Reason.NO_HISTORY);
        }
        var logId = first.getFirst().getHeader().getLogId();
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                var signed = attempt(groupId, logId);
                if (signed.isPresent()) {
                    return signed.get();
                }
            }
            throw new IllegalStateException("Others sign the same log all the time");
        } catch (DoubtException e) {
            LOG.error(
                    "No checkpoint is signed of the history with log id {}: {}",
                    Checkpoint.origin("", logId).substring("/g/".length()),
                    e.getMessage());
            return new Refused(e.reason());
        }
    }

    /// @return empty if somebody else has signed meanwhile
    private Optional<Outcome> attempt(ByteString groupId, ByteString logId) {
        var before = logs.read(logId);
        before.ifPresent(this::compare);
        long size = before.map(each -> each.range().size()).orElse(0L);
        long length = reads.length(groupId);
        if (length < size) {
            throw new DoubtException(Reason.SHORTER, length + " events can be read, but " + size + " were signed");
        }
        if (before.isPresent() && isEnough(before.get(), length)) {
            return Optional.of(outcome(before.get()));
        }
        var next = sign(before, extended(before, groupId, logId, length));
        return logs.replace(before, next) ? Optional.of(outcome(next)) : Optional.empty();
    }

    /// Whether what was signed last can be handed out again.
    private boolean isEnough(SignedLog signed, long length) {
        boolean fresh = signed.range().size() == length || clock.millis() - signed.signedAtMs() < INTERVAL_MS;
        return fresh && isSignedByAll(signed);
    }

    /// Whether each of today's keys has signed it, and no other.
    private boolean isSignedByAll(SignedLog signed) {
        var note = SignedNote.parse(signed.note()).orElseThrow();
        var all = keys.of(keys.origin(signed.logId()));
        return note.signatures().size() == all.size() && all.stream().allMatch(note::isSignedBy);
    }

    /// Compares what was signed with what can be read, once for each log.
    private void compare(SignedLog signed) {
        if (compared.contains(signed.logId())) {
            return;
        }
        compareNote(signed);
        try {
            var read = HistoryTree.first(reads, signed.groupId(), signed.range().size());
            if (!read.equals(signed.range())) {
                throw new DoubtException(
                        Reason.REWRITTEN,
                        "the first " + signed.range().size() + " events are not those that were signed");
            }
        } catch (HistoryTree.ShortHistoryException e) {
            throw new DoubtException(
                    Reason.SHORTER, e.getMessage() + ", but " + signed.range().size() + " were signed");
        }
        if (compared.size() >= KNOWN_MAX) {
            compared.clear();
        }
        compared.add(signed.logId());
    }

    private void compareNote(SignedLog signed) {
        var checkpoint = keys.of(keys.origin(signed.logId())).stream()
                .flatMap(key -> Checkpoint.open(signed.note(), key).stream())
                .findFirst()
                .orElseThrow(() -> new DoubtException(
                        Reason.OTHER_KEY, "what was signed before was signed under another key or name"));
        if (!checkpoint
                .head()
                .equals(new Head(signed.range().size(), signed.range().root()))) {
            throw new DoubtException(Reason.REWRITTEN, "the row beside the checkpoint says something else");
        }
    }

    /// The tree's edge and its newest leaf after the events that came since.
    private record Edge(ByteString groupId, ByteString logId, CompactRange range, ByteString head) {
        /// @throws DoubtException if the event isn't the next one
        Edge with(GroupEvent event) {
            var header = event.getHeader();
            boolean next = header.getSeq() == range.size()
                    && header.getGroupId().equals(groupId)
                    && header.getLogId().equals(logId)
                    && header.getPreviousHead().equals(head)
                    && CanonicalHeader.isIntact(event);
            if (!next) {
                throw new DoubtException(
                        Reason.BROKEN, "event " + range.size() + " isn't what its hashes and the event before say");
            }
            return new Edge(groupId, logId, range.with(header.getLeafHash()), header.getLeafHash());
        }
    }

    private Edge extended(Optional<SignedLog> before, ByteString groupId, ByteString logId, long length) {
        var edge = before.map(signed -> new Edge(groupId, logId, signed.range(), signed.head()))
                .orElse(new Edge(groupId, logId, CompactRange.EMPTY, CanonicalHeader.BEGINNING));
        while (edge.range().size() < length) {
            long from = edge.range().size();
            List<GroupEvent> page = reads.events(groupId, from, Math.toIntExact(Math.min(PAGE, length - from)));
            if (page.isEmpty()) {
                throw new DoubtException(Reason.BROKEN, "event " + from + " is missing");
            }
            for (GroupEvent event : page) {
                edge = edge.with(event);
            }
        }
        return edge;
    }

    private SignedLog sign(Optional<SignedLog> before, Edge edge) {
        var origin = keys.origin(edge.logId());
        var head = new Head(edge.range().size(), edge.range().root());
        var note = new SignedNote(new Checkpoint(origin, head, List.of()).text(), List.of());
        for (NoteSigner signer : keys.signers()) {
            note = note.signedBy(signer, origin);
        }
        long now = Math.max(clock.millis(), before.map(SignedLog::signedAtMs).orElse(0L));
        return new SignedLog(edge.logId(), edge.groupId(), edge.head(), edge.range(), note.toString(), now);
    }

    private Signed outcome(SignedLog signed) {
        var origin = keys.origin(signed.logId());
        var head = new Head(signed.range().size(), signed.range().root());
        return new Signed(signed.note(), new Checkpoint(origin, head, List.of()), keys.of(origin));
    }
}
