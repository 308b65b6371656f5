package dev.epochal.api;

import com.google.protobuf.ByteString;
import dev.epochal.projections.cache.CachedDirectory;
import dev.epochal.projections.cache.LocalMemory;
import dev.epochal.projections.read.Changes;
import dev.epochal.projections.read.Checkpoints;
import dev.epochal.projections.read.ClientReads;
import dev.epochal.projections.read.DirectoryReads;
import dev.epochal.projections.read.GroupReads;
import dev.epochal.projections.read.InboxEntry;
import dev.epochal.projections.read.InboxReads;
import dev.epochal.projections.read.LiveEvents;
import dev.epochal.projections.read.ReadPositions;
import dev.epochal.projections.read.Stay;
import dev.epochal.projections.read.StockNote;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.Verdict;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// A read model in memory: one group after another as the test puts them. Waiters look again every few milliseconds.
final class FakeReads implements GroupReads, ClientReads, InboxReads, DirectoryReads, Changes, ReadPositions {
    private final Map<ByteString, GroupRow> groups = new HashMap<>();
    private final Map<ByteString, ByteString> groupInfos = new HashMap<>();
    private final Map<ByteString, GroupPolicy> policies = new HashMap<>();
    private final Map<ByteString, List<MemberRow>> members = new HashMap<>();
    private final Map<ByteString, Map<Identity, List<Stay>>> stays = new HashMap<>();
    private final Map<ByteString, List<GroupEvent>> events = new HashMap<>();
    private final Map<ByteString, List<PendingProposal>> proposals = new HashMap<>();
    private final Map<ByteString, List<MemberReport>> reports = new HashMap<>();
    private final Map<Identity, List<WelcomeRow>> welcomes = new HashMap<>();
    private final Map<Identity, List<InboxEntry>> inboxes = new HashMap<>();
    private final Map<Identity, List<StockNote>> notes = new HashMap<>();
    private final Map<UUID, Verdict> verdicts = new HashMap<>();
    private final Map<Identity, List<ByteString>> keys = new HashMap<>();
    private final Map<ByteString, KeyPackageRow> keyPackages = new HashMap<>();
    private final List<DirectoryEvent> directoryEvents = new ArrayList<>();
    private long directorySeq = -1;
    private Runnable beforePosition = () -> {};
    private long position;

    volatile Checkpoints checkpoints = Checkpoints.off();
    final FakeImported imported = new FakeImported();

    /// What happens whenever a group is looked up.
    volatile Runnable beforeGroup = () -> {};

    /// What happens whenever the Commits of a group have been read.
    volatile Runnable afterCommits = () -> {};

    ReadSide side(LiveEvents live) {
        var cached = new CachedDirectory(this, LocalMemory.alone(), new SimpleMeterRegistry());
        return new ReadSide(
                this, this, this, this, imported, cached, this, live, groupId -> checkpoints.newest(groupId), this);
    }

    synchronized void put(GroupRow row, Identity... identities) {
        groups.put(row.groupId(), row);
        var rows = new ArrayList<MemberRow>();
        for (var identity : identities) {
            rows.add(new MemberRow(rows.size(), identity, ByteString.copyFromUtf8("key " + rows.size())));
        }
        members.put(row.groupId(), rows);
    }

    /// The stays of a client, where they are not just that it has always been a member.
    synchronized void put(ByteString groupId, Identity identity, Stay... known) {
        stays.computeIfAbsent(groupId, _ -> new HashMap<>()).put(identity, List.of(known));
    }

    synchronized void put(ByteString groupId, ByteString groupInfo, GroupPolicy policy) {
        groupInfos.put(groupId, groupInfo);
        policies.put(groupId, policy);
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

    synchronized void register(Identity identity, ByteString... signatureKeys) {
        keys.put(identity, List.of(signatureKeys));
    }

    /// Everybody's directory is projected up to this event.
    synchronized void directoryReaches(long seq) {
        directorySeq = seq;
    }

    /// The read model has followed the log up to this offset.
    synchronized void follows(long offset) {
        position = offset;
    }

    /// Something that happens before the position is told.
    synchronized void beforePosition(Runnable happening) {
        beforePosition = happening;
    }

    @Override
    public synchronized long nextOffset(Topic topic, int partition) {
        beforePosition.run();
        return position;
    }

    @Override
    public synchronized long directorySeq(String user) {
        return directorySeq;
    }

    @Override
    public synchronized List<ClientRow> clients(String user) {
        return keys.entrySet().stream()
                .filter(entry -> entry.getKey().getUser().equals(user))
                .map(entry -> new ClientRow(entry.getKey().getClient(), entry.getValue(), 1000, 2000))
                .toList();
    }

    @Override
    public synchronized Map<Identity, List<ByteString>> signatureKeys(Collection<Identity> clients) {
        var known = new HashMap<>(keys);
        known.keySet().retainAll(clients);
        return known;
    }

    @Override
    public synchronized Optional<GroupRow> group(ByteString groupId) {
        beforeGroup.run();
        return Optional.ofNullable(groups.get(groupId));
    }

    @Override
    public synchronized long eventsBefore(ByteString groupId, long acceptedAtMs) {
        return Optional.ofNullable(groups.get(groupId))
                .map(row -> row.seq() + 1)
                .orElse(0L);
    }

    @Override
    public synchronized List<Aged> agedPayloads(long acceptedBefore, int limit) {
        return groups.values().stream()
                .filter(row -> row.createdAt() < acceptedBefore)
                .map(row -> new Aged(row.groupId(), row.seq() + 1))
                .toList();
    }

    @Override
    public synchronized boolean isMember(ByteString groupId, Identity identity) {
        return members(groupId).stream().anyMatch(row -> row.identity().equals(identity));
    }

    @Override
    public synchronized List<Stay> stays(ByteString groupId, Identity identity) {
        var known = stays.getOrDefault(groupId, Map.of()).get(identity);
        if (known != null) {
            return known;
        }
        return isMember(groupId, identity) ? List.of(Stay.ALWAYS) : List.of();
    }

    @Override
    public synchronized Optional<GroupInfoRow> groupInfo(ByteString groupId) {
        return group(groupId)
                .map(row -> new GroupInfoRow(
                        row.seq() - 1,
                        row.epoch(),
                        groupInfos.getOrDefault(groupId, ByteString.copyFromUtf8("group info")),
                        policies.getOrDefault(groupId, GroupPolicy.getDefaultInstance())));
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
    public synchronized List<ByteString> leafHashes(ByteString groupId, long fromSeq, int limit) {
        return events(groupId, fromSeq, limit).stream()
                .map(event -> event.getHeader().getLeafHash())
                .toList();
    }

    @Override
    public synchronized List<GroupEvent> commitsSince(ByteString groupId, long fromEpoch, int limit) {
        var commits = events.getOrDefault(groupId, List.of()).stream()
                .filter(event -> event.hasCommitAccepted() && event.getHeader().getEpochBefore() >= fromEpoch)
                .limit(limit)
                .toList();
        afterCommits.run();
        return commits;
    }

    @Override
    public synchronized Optional<GroupEvent> beginning(ByteString groupId, long epoch) {
        return events.getOrDefault(groupId, List.of()).stream()
                .filter(event -> event.getHeader().getEpochAfter() == epoch)
                .filter(event -> event.hasCommitAccepted() || event.hasGroupCreated())
                .findFirst();
    }

    /// The trees of the test come with their GroupInfos.
    @Override
    public Optional<HeadTree> headTree(ByteString groupId) {
        return Optional.empty();
    }

    @Override
    public synchronized List<Long> epochsOfTree(ByteString groupId, ByteString treeHash) {
        return events.getOrDefault(groupId, List.of()).stream()
                .filter(event ->
                        event.getCommitAccepted().getAfter().getTreeHash().equals(treeHash))
                .map(event -> event.getHeader().getEpochAfter())
                .toList();
    }

    @Override
    public synchronized Optional<GroupEvent> byIdempotencyKey(ByteString groupId, ByteString idempotencyKey) {
        return events.getOrDefault(groupId, List.of()).stream()
                .filter(event -> event.getHeader().getIdempotencyKey().equals(idempotencyKey))
                .findFirst();
    }

    synchronized void put(ByteString groupId, MemberReport report) {
        reports.computeIfAbsent(groupId, _ -> new ArrayList<>()).add(report);
    }

    @Override
    public synchronized GroupPolicy policy(ByteString groupId) {
        return policies.getOrDefault(groupId, GroupPolicy.getDefaultInstance());
    }

    @Override
    public synchronized List<MemberReport> reports(ByteString groupId, long epoch) {
        return reports.getOrDefault(groupId, List.of()).stream()
                .filter(report -> report.epoch() >= epoch)
                .toList();
    }

    @Override
    public synchronized List<Long> doubtfulEpochs(ByteString groupId) {
        return reports.getOrDefault(groupId, List.of()).stream()
                .filter(report -> !report.applied() && report.present())
                .map(MemberReport::epoch)
                .distinct()
                .toList();
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
    public synchronized Optional<WelcomeRow> welcome(Identity identity, ByteString welcomeId) {
        return welcomes(identity, Integer.MAX_VALUE).stream()
                .filter(row -> row.id().equals(welcomeId))
                .findFirst();
    }

    @Override
    public synchronized Optional<WelcomeRow> welcome(Identity identity, ByteString groupId, long seq) {
        return welcomes(identity, Integer.MAX_VALUE).stream()
                .filter(row -> row.groupId().equals(groupId) && row.seq() == seq)
                .findFirst();
    }

    @Override
    public List<StockRow> stock(Identity client, long nowSeconds) {
        return List.of(new StockRow(1, 7, true, true));
    }

    synchronized void put(KeyPackageRow row) {
        keyPackages.put(row.ref(), row);
    }

    @Override
    public synchronized Optional<KeyPackageRow> keyPackage(ByteString ref) {
        return Optional.ofNullable(keyPackages.get(ref));
    }

    synchronized void put(DirectoryEvent event) {
        directoryEvents.add(event);
        directorySeq = event.getSeq();
    }

    @Override
    public Optional<ByteString> keyPackageMessage(ByteString ref) {
        return Optional.of(ByteString.copyFromUtf8("key package"));
    }

    @Override
    public synchronized List<DirectoryEvent> directoryEvents(String user, long fromSeq, int limit) {
        return directoryEvents.stream()
                .filter(event -> event.getUser().equals(user) && event.getSeq() >= fromSeq)
                .limit(limit)
                .toList();
    }

    @Override
    public List<String> usersWithExpired(long nowSeconds, int limit) {
        return List.of("alice");
    }

    /// An entry of an inbox; those of one partition in order.
    synchronized void put(Identity identity, InboxEntry entry) {
        inboxes.computeIfAbsent(identity, _ -> new ArrayList<>()).add(entry);
    }

    @Override
    public synchronized List<InboxEntry> inbox(Identity identity, Map<Integer, Long> from, Limits limits) {
        return inboxes.getOrDefault(identity, List.of()).stream()
                .filter(entry -> entry.event().offset()
                        >= from.getOrDefault(entry.event().partition(), 0L))
                .limit(limits.entries())
                .toList();
    }

    /// A note in an inbox.
    synchronized void put(Identity identity, StockNote note) {
        notes.computeIfAbsent(identity, _ -> new ArrayList<>()).add(note);
    }

    @Override
    public synchronized List<StockNote> stockNotes(Identity identity, long fromSeq, int limit) {
        return notes.getOrDefault(identity, List.of()).stream()
                .filter(note -> note.seq() >= fromSeq)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Map<Integer, Long> inboxEnd(Identity identity) {
        var end = new HashMap<Integer, Long>();
        inboxes.getOrDefault(identity, List.of())
                .forEach(entry ->
                        end.put(entry.event().partition(), entry.event().offset() + 1));
        return end;
    }

    @Override
    public synchronized Optional<Verdict> verdict(UUID submissionId) {
        return Optional.ofNullable(verdicts.get(submissionId));
    }

    @Override
    public boolean awaitGroup(ByteString groupId, Duration limit, Supplier<Boolean> ready) {
        return Patience.await(limit, ready);
    }

    @Override
    public boolean awaitClient(Identity identity, Duration limit, Supplier<Boolean> ready) {
        return Patience.await(limit, ready);
    }
}
