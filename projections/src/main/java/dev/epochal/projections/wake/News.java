package dev.epochal.projections.wake;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.Identity;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// That something was projected, and whom it concerns; never what. It may be early, late, lost or false, so whoever
/// hears it only looks again.
///
/// @param reached up to which offset partitions of the group events are projected
/// @param subjects the groups and clients that changed, each by its hash
public record News(Map<Integer, Long> reached, Set<Long> subjects) {
    /// Copies both.
    public News {
        reached = Map.copyOf(reached);
        subjects = Set.copyOf(subjects);
    }

    /// What concerns these groups and clients.
    public static News of(Collection<ByteString> groupIds, Collection<Identity> clients) {
        var subjects = new HashSet<Long>();
        groupIds.forEach(groupId -> subjects.add(Subject.ofGroup(groupId)));
        clients.forEach(client -> subjects.add(Subject.ofClient(client)));
        return new News(Map.of(), subjects);
    }

    /// The same, and that a partition of the group events is projected up to this offset.
    public News reaching(int partition, long offset) {
        return new News(Map.of(partition, offset), subjects);
    }
}
