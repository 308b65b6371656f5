package dev.epochal.api;

import com.google.protobuf.ByteString;
import dev.epochal.projections.read.Changes;
import dev.epochal.projections.read.ClientReads;
import dev.epochal.projections.read.GroupReads;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// A read model in memory: one group after another as the test puts them. Waiters look again every few milliseconds.
final class FakeReads implements GroupReads, ClientReads, Changes {
    private final Map<ByteString, GroupRow> groups = new HashMap<>();
    private final Map<ByteString, List<MemberRow>> members = new HashMap<>();
    private final Map<ByteString, List<GroupEvent>> events = new HashMap<>();
    private final Map<ByteString, List<PendingProposal>> proposals = new HashMap<>();
    private final Map<Identity, List<WelcomeRow>> welcomes = new HashMap<>();
    private final Map<UUID, Verdict> verdicts = new HashMap<>();

    ReadSide side() {
        return new ReadSide(this, this, this);
    }

    synchronized void put(GroupRow row, Identity... identities) {
        groups.put(row.groupId(), row);
        var rows = new ArrayList<MemberRow>();
        for (var identity : identities) {
            rows.add(new MemberRow(rows.size(), identity, ByteString.copyFromUtf8("key " + rows.size())));
        }
        members.put(row.groupId(), rows);
    }

    synchronized void put(ByteString groupId, GroupEvent event) {
        events.computeIfAbsent(groupId, _ -> new ArrayList<>()).add(event);
    }

    synchronized void put(ByteString groupId, PendingProposal proposal) {
        proposals.computeIfAbsent(groupId, _ -> new ArrayList<>()).add(proposal);
    }

    synchronized void put(Identity identity, WelcomeRow welcome) {
        welcomes.computeIfAbsent(identity, _ -> new ArrayList<>()).add(welcome);
    }

    synchronized void put(UUID submission, Verdict verdict) {
        verdicts.put(submission, verdict);
    }

    @Override
    public synchronized Optional<GroupRow> group(ByteString groupId) {
        return Optional.ofNullable(groups.get(groupId));
    }

    @Override
    public synchronized boolean isMember(ByteString groupId, Identity identity) {
        return members(groupId).stream().anyMatch(row -> row.identity().equals(identity));
    }

    @Override
    public synchronized List<GroupHead> groupsOf(Identity identity) {
        return groups.values().stream()
                .filter(row -> isMember(row.groupId(), identity))
                .map(row -> new GroupHead(row.groupId(), row.epoch(), row.seq()))
                .toList();
    }

    @Override
    public synchronized List<MemberRow> members(ByteString groupId) {
        return List.copyOf(members.getOrDefault(groupId, List.of()));
    }

    @Override
    public synchronized List<GroupEvent> events(ByteString groupId, long fromSeq, int limit) {
        return events.getOrDefault(groupId, List.of()).stream()
                .filter(event -> event.getHeader().getSeq() >= fromSeq)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<GroupEvent> commitsSince(ByteString groupId, long fromEpoch, int limit) {
        return events.getOrDefault(groupId, List.of()).stream()
                .filter(event -> event.hasCommitAccepted() && event.getHeader().getEpochBefore() >= fromEpoch)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Optional<GroupEvent> byIdempotencyKey(ByteString groupId, ByteString idempotencyKey) {
        return events.getOrDefault(groupId, List.of()).stream()
                .filter(event -> event.getHeader().getIdempotencyKey().equals(idempotencyKey))
                .findFirst();
    }

    @Override
    public synchronized List<PendingProposal> pendingProposals(ByteString groupId) {
        return List.copyOf(proposals.getOrDefault(groupId, List.of()));
    }

    @Override
    public synchronized List<WelcomeRow> welcomes(Identity identity, int limit) {
        return welcomes.getOrDefault(identity, List.of()).stream().limit(limit).toList();
    }

    @Override
    public List<KeyPackageCount> keyPackageCounts(Identity identity, long nowSeconds) {
        return List.of(new KeyPackageCount(1, 7));
    }

    @Override
    public synchronized Optional<Verdict> verdict(UUID submissionId) {
        return Optional.ofNullable(verdicts.get(submissionId));
    }

    @Override
    public boolean awaitGroup(ByteString groupId, Duration limit, Supplier<Boolean> ready) {
        return await(limit, ready);
    }

    @Override
    public boolean awaitClient(Identity identity, Duration limit, Supplier<Boolean> ready) {
        return await(limit, ready);
    }

    private static boolean await(Duration limit, Supplier<Boolean> ready) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!ready.get()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(Duration.ofMillis(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
