package dev.epochal.simulation.world;

import com.google.protobuf.ByteString;
import dev.epochal.projections.checkpoint.CheckpointSigner;
import dev.epochal.projections.checkpoint.LogKeys;
import dev.epochal.projections.checkpoint.SignedLog;
import dev.epochal.projections.checkpoint.SignedLogs;
import dev.epochal.projections.read.Checkpoints.Signed;
import dev.epochal.projections.read.HistoryReads;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.history.NoteSigner;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.simulation.broken.Flaw;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The signers of two api instances over one memory, which is a table of the database and goes back with it.
final class Signers implements HistoryReads, SignedLogs {
    private static final int INSTANCES = 2;
    private static final int SELDOM = 6;
    private static final LogKeys KEYS =
            new LogKeys("simulated", List.of(NoteSigner.of(ByteString.copyFrom(new byte[NoteSigner.SEED_SIZE]))));

    private final Parts parts;
    private final List<CheckpointSigner> instances = new ArrayList<>();
    private final Map<ByteString, List<SignedLog>> signed = new HashMap<>();

    Signers(Parts parts) {
        this.parts = parts;
        for (int i = 0; i < INSTANCES; i++) {
            instances.add(new CheckpointSigner(KEYS, this, this, this::now));
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(
                TimeUnit.NANOSECONDS.toMillis(parts.schedule().now()));
    }

    /// The newest checkpoint that some instance gives; empty if it signs none.
    Optional<Signed> checkpoint(ByteString groupId) {
        try {
            var instance = instances.get(parts.schedule().random().nextInt(INSTANCES));
            return instance.newest(groupId) instanceof Signed outcome ? Optional.of(outcome) : Optional.empty();
        } catch (IllegalStateException e) {
            parts.schedule().count("nothing signed");
            return Optional.empty();
        }
    }

    /// Forgets what was signed of events that the rows don't hold any more.
    void restore() {
        for (var versions : signed.values()) {
            versions.removeIf(version ->
                    version.range().size() > events(version.groupId()).size());
        }
    }

    private List<GroupEvent> events(ByteString groupId) {
        return parts.rows().events(groupId);
    }

    /// A question takes time, in which others come before, and fails while the database is away.
    private void ask() {
        parts.schedule().pause(parts.schedule().random().nextLong(Parts.MILLI));
        if (parts.isDatabaseAway()) {
            throw new IllegalStateException("The database is away");
        }
    }

    @Override
    public long length(ByteString groupId) {
        ask();
        return events(groupId).size();
    }

    @Override
    public List<GroupEvent> events(ByteString groupId, long fromSeq, int limit) {
        ask();
        var page = new ArrayList<>(
                events(groupId).stream().skip(fromSeq).limit(limit).toList());
        boolean branches = parts.flaws().include(Flaw.BRANCH_SIGNED)
                && parts.schedule().random().nextInt(SELDOM) == 0;
        if (branches && !page.isEmpty()) {
            page.add(branched(page.removeLast()));
        }
        return page;
    }

    /// The same event, but accepted a moment later.
    private static GroupEvent branched(GroupEvent event) {
        var header = event.getHeader().toBuilder()
                .setAcceptedAtMs(event.getHeader().getAcceptedAtMs() + 1)
                .build();
        return event.toBuilder().setHeader(CanonicalHeader.seal(header, event)).build();
    }

    @Override
    public List<ByteString> leafHashes(ByteString groupId, long fromSeq, int limit) {
        ask();
        return events(groupId).stream()
                .skip(fromSeq)
                .limit(limit)
                .map(event -> event.getHeader().getLeafHash())
                .toList();
    }

    @Override
    public Optional<SignedLog> read(ByteString logId) {
        ask();
        return newest(signed.getOrDefault(logId, List.of()));
    }

    private static Optional<SignedLog> newest(List<SignedLog> versions) {
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.getLast());
    }

    @Override
    public boolean replace(Optional<SignedLog> expected, SignedLog next) {
        ask();
        var versions = signed.computeIfAbsent(next.logId(), _ -> new ArrayList<>());
        return newest(versions).equals(expected) && versions.add(next);
    }
}
