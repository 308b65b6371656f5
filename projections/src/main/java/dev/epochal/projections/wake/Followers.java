package dev.epochal.projections.wake;

import com.google.protobuf.ByteString;
import dev.epochal.projections.read.LoggedEvent;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupStateAfter;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.Member;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Who follows which group, and for which client. Thread-safe.
final class Followers {
    private final Map<ByteString, Set<FeedSubscription>> byGroup = new HashMap<>();
    private final Map<Identity, Set<FeedSubscription>> byClient = new HashMap<>();

    /// Tells it of these groups too.
    synchronized void follow(FeedSubscription subscription, Collection<ByteString> groupIds) {
        groupIds.forEach(groupId -> follow(subscription, groupId));
    }

    private void follow(FeedSubscription subscription, ByteString groupId) {
        if (subscription.groups.add(groupId)) {
            byGroup.computeIfAbsent(groupId, _ -> new HashSet<>()).add(subscription);
        }
    }

    /// Tells it of each group that the client becomes a member of.
    synchronized void follow(FeedSubscription subscription, Identity identity) {
        byClient.computeIfAbsent(identity, _ -> new HashSet<>()).add(subscription);
    }

    /// Tells it nothing more of any group.
    synchronized void leave(FeedSubscription subscription) {
        subscription.groups.forEach(groupId -> leave(byGroup, groupId, subscription));
        subscription.groups.clear();
    }

    /// Tells it nothing more of what the client becomes a member of.
    synchronized void leave(FeedSubscription subscription, Identity identity) {
        leave(byClient, identity, subscription);
    }

    private static <K> void leave(Map<K, Set<FeedSubscription>> map, K key, FeedSubscription subscription) {
        map.computeIfPresent(key, (_, all) -> {
            all.remove(subscription);
            return all.isEmpty() ? null : all;
        });
    }

    /// Hands the event to those who follow its group.
    synchronized void tell(LoggedEvent event) {
        var after = after(event.event());
        after.getAddedList().forEach(member -> welcome(event, member));
        byGroup.getOrDefault(event.event().getHeader().getGroupId(), Set.of())
                .forEach(subscription -> subscription.offer(event));
        after.getRemovedList().forEach(this::part);
    }

    private void welcome(LoggedEvent event, Member member) {
        byClient.getOrDefault(member.getIdentity(), Set.of())
                .forEach(subscription ->
                        follow(subscription, event.event().getHeader().getGroupId()));
    }

    /// Which groups are left to a client that was removed is rather read than reckoned; it happens seldom.
    private void part(Member member) {
        byClient.getOrDefault(member.getIdentity(), Set.of()).forEach(FeedSubscription::breakOff);
    }

    /// What isn't an event of a group is rather read than told; it happens seldom.
    synchronized void breakOff(Identity identity) {
        byClient.getOrDefault(identity, Set.of()).forEach(FeedSubscription::breakOff);
    }

    private static GroupStateAfter after(GroupEvent event) {
        return switch (event.getBodyCase()) {
            case GROUP_CREATED -> event.getGroupCreated().getAfter();
            case COMMIT_ACCEPTED -> event.getCommitAccepted().getAfter();
            case PROPOSAL_ACCEPTED, MESSAGE_ACCEPTED, POLICY_CHANGED, COMMIT_REPORTED, PAYLOADS_ERASED, BODY_NOT_SET ->
                GroupStateAfter.getDefaultInstance();
        };
    }

    synchronized Set<ByteString> groups() {
        return new HashSet<>(byGroup.keySet());
    }

    synchronized Set<Identity> clients() {
        return new HashSet<>(byClient.keySet());
    }

    synchronized boolean isEmpty() {
        return byGroup.isEmpty() && byClient.isEmpty();
    }
}
