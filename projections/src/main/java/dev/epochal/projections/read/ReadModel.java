package dev.epochal.projections.read;

import com.google.protobuf.ByteString;
import dev.epochal.projections.database.Sql;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupPolicy;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.ImportedEvent;
import dev.epochal.schema.record.Verdict;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.DSLContext;

/// The read model in PostgreSQL. Safe for use by several threads; it keeps nothing in memory.
///
/// All methods throw [org.jooq.exception.DataAccessException] while the database is away.
public final class ReadModel
        implements GroupReads, ClientReads, InboxReads, DirectoryReads, ImportedReads, FollowedLog, StateReads {
    private final FollowedLog positions;
    private final GroupReads groups;
    private final ClientReads clients;
    private final InboxReads inboxes;
    private final DirectoryReads directory;
    private final ImportedReads imported;
    private final StateReads states;

    /// @param dataSource the pool to take connections from; the caller closes it
    public ReadModel(DataSource dataSource) {
        DSLContext sql = Sql.over(dataSource);
        this.positions = FollowedLog.in(sql);
        this.groups = new GroupQueries(sql);
        this.clients = new ClientQueries(sql);
        this.inboxes = new InboxQueries(sql);
        this.directory = new DirectoryQueries(sql);
        this.imported = new ImportedQueries(sql);
        this.states = new StateQueries(dataSource);
    }

    @Override
    public long nextOffset(Topic topic, int partition) {
        return positions.nextOffset(topic, partition);
    }

    @Override
    public Optional<LastRecord> lastRecord(Topic topic, int partition) {
        return positions.lastRecord(topic, partition);
    }

    @Override
    public Optional<GroupRow> group(ByteString groupId) {
        return groups.group(groupId);
    }

    @Override
    public long eventsBefore(ByteString groupId, long acceptedAtMs) {
        return groups.eventsBefore(groupId, acceptedAtMs);
    }

    @Override
    public List<Aged> agedPayloads(long acceptedBefore, int limit) {
        return groups.agedPayloads(acceptedBefore, limit);
    }

    @Override
    public boolean isMember(ByteString groupId, Identity identity) {
        return groups.isMember(groupId, identity);
    }

    @Override
    public List<Stay> stays(ByteString groupId, Identity identity) {
        return groups.stays(groupId, identity);
    }

    @Override
    public Optional<GroupInfoRow> groupInfo(ByteString groupId) {
        return groups.groupInfo(groupId);
    }

    @Override
    public List<GroupHead> groupsOf(Identity identity) {
        return groups.groupsOf(identity);
    }

    @Override
    public List<MemberRow> members(ByteString groupId) {
        return groups.members(groupId);
    }

    @Override
    public List<GroupEvent> events(ByteString groupId, long fromSeq, int limit) {
        return groups.events(groupId, fromSeq, limit);
    }

    @Override
    public List<ByteString> leafHashes(ByteString groupId, long fromSeq, int limit) {
        return groups.leafHashes(groupId, fromSeq, limit);
    }

    @Override
    public List<GroupEvent> commitsSince(ByteString groupId, long fromEpoch, int limit) {
        return groups.commitsSince(groupId, fromEpoch, limit);
    }

    @Override
    public Optional<GroupEvent> beginning(ByteString groupId, long epoch) {
        return groups.beginning(groupId, epoch);
    }

    @Override
    public Optional<CommitOutline> commitOutline(ByteString groupId, long epoch) {
        return groups.commitOutline(groupId, epoch);
    }

    @Override
    public Optional<HeadTree> headTree(ByteString groupId) {
        return groups.headTree(groupId);
    }

    @Override
    public List<Long> epochsOfTree(ByteString groupId, ByteString treeHash) {
        return groups.epochsOfTree(groupId, treeHash);
    }

    @Override
    public Optional<GroupEvent> byIdempotencyKey(ByteString groupId, ByteString idempotencyKey) {
        return groups.byIdempotencyKey(groupId, idempotencyKey);
    }

    @Override
    public GroupPolicy policy(ByteString groupId) {
        return groups.policy(groupId);
    }

    @Override
    public List<MemberReport> reports(ByteString groupId, long epoch) {
        return groups.reports(groupId, epoch);
    }

    @Override
    public List<Long> doubtfulEpochs(ByteString groupId) {
        return groups.doubtfulEpochs(groupId);
    }

    @Override
    public List<PendingProposal> pendingProposals(ByteString groupId) {
        return groups.pendingProposals(groupId);
    }

    @Override
    public List<WelcomeRow> welcomes(Identity identity, int limit) {
        return clients.welcomes(identity, limit);
    }

    @Override
    public Optional<WelcomeRow> welcome(Identity identity, ByteString welcomeId) {
        return clients.welcome(identity, welcomeId);
    }

    @Override
    public Optional<WelcomeRow> welcome(Identity identity, ByteString groupId, long seq) {
        return clients.welcome(identity, groupId, seq);
    }

    @Override
    public List<InboxEntry> inbox(Identity identity, Map<Integer, Long> from, Limits limits) {
        return inboxes.inbox(identity, from, limits);
    }

    @Override
    public List<StockNote> stockNotes(Identity identity, long fromSeq, int limit) {
        return inboxes.stockNotes(identity, fromSeq, limit);
    }

    @Override
    public Map<Integer, Long> inboxEnd(Identity identity) {
        return inboxes.inboxEnd(identity);
    }

    @Override
    public Optional<Verdict> verdict(UUID submissionId) {
        return clients.verdict(submissionId);
    }

    @Override
    public long directorySeq(String user) {
        return directory.directorySeq(user);
    }

    @Override
    public List<ClientRow> clients(String user) {
        return directory.clients(user);
    }

    @Override
    public Map<Identity, List<ByteString>> signatureKeys(Collection<Identity> clients) {
        return directory.signatureKeys(clients);
    }

    @Override
    public List<StockRow> stock(Identity client, long nowSeconds) {
        return directory.stock(client, nowSeconds);
    }

    @Override
    public Optional<KeyPackageRow> keyPackage(ByteString ref) {
        return directory.keyPackage(ref);
    }

    @Override
    public Optional<ByteString> keyPackageMessage(ByteString ref) {
        return directory.keyPackageMessage(ref);
    }

    @Override
    public List<DirectoryEvent> directoryEvents(String user, long fromSeq, int limit) {
        return directory.directoryEvents(user, fromSeq, limit);
    }

    @Override
    public List<String> usersWithExpired(long nowSeconds, int limit) {
        return directory.usersWithExpired(nowSeconds, limit);
    }

    @Override
    public List<ImportedRow> importedGroupsOf(String user) {
        return imported.importedGroupsOf(user);
    }

    @Override
    public Optional<ImportedRow> importedGroup(ByteString groupId) {
        return imported.importedGroup(groupId);
    }

    @Override
    public boolean isImportedMember(ByteString groupId, String user) {
        return imported.isImportedMember(groupId, user);
    }

    @Override
    public List<Identity> importedMembers(ByteString groupId) {
        return imported.importedMembers(groupId);
    }

    @Override
    public List<ImportedEvent> importedEvents(ByteString groupId, long fromSeq, int limit) {
        return imported.importedEvents(groupId, fromSeq, limit);
    }

    @Override
    public StateReads at(ReadPoint point) {
        return states.at(point);
    }

    @Override
    public Map<ByteString, StoredGroup> groups(Collection<ByteString> groupIds, int recentMax) {
        return states.groups(groupIds, recentMax);
    }

    @Override
    public Map<String, StoredUser> users(Collection<String> users, int recentMax, int claimsMax) {
        return states.users(users, recentMax, claimsMax);
    }

    @Override
    public List<StoredEvent> earlier(
            ByteString groupId, Collection<ByteString> idempotencyKeys, Collection<ByteString> digests) {
        return states.earlier(groupId, idempotencyKeys, digests);
    }

    @Override
    public Set<ByteString> halted(Topic topic, Collection<ByteString> keys) {
        return states.halted(topic, keys);
    }
}
