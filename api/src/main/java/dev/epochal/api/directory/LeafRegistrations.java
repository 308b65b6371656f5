package dev.epochal.api.directory;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.follow.BroughtLeaves;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.projections.cache.CachedDirectory;
import dev.epochal.projections.read.GroupReads;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.RegisteredClient;
import dev.epochal.schema.record.SubmitCommit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Attaches to a command what the directory says of the clients whose leaves the command brings along. So the decision
/// whether a leaf is its client's follows from the log alone.
///
/// Nothing is judged here: what can't be read, or has no owner, is left to the decider. Nobody is called a stranger
/// because a cache or the read model is behind: where the cache doesn't know a leaf's key, the read model is asked, and
/// where that doesn't either, it is asked again once it knows all that the directory has acknowledged.
public final class LeafRegistrations {
    private final CachedDirectory directory;
    private final GroupReads groups;
    private final DirectoryBarrier barrier;

    /// Looks clients up there, and compares with these groups.
    public LeafRegistrations(CachedDirectory directory, GroupReads groups, DirectoryBarrier barrier) {
        this.directory = directory;
        this.groups = groups;
        this.barrier = barrier;
    }

    /// Attaches them to a command that has a body.
    public void attach(GroupCommand.Builder command, ByteString groupId) {
        Map<Identity, ByteString> owners = new HashMap<>();
        switch (command.getBodyCase()) {
            case CREATE_GROUP -> addOwners(owners, command.getCreateGroup().getGroupInfo());
            case SUBMIT_COMMIT -> addOwners(owners, command.getSubmitCommit(), groupId);
            case SUBMIT_PROPOSAL ->
                addOwners(owners, command.getSubmitProposal().getProposal());
            case SUBMIT_MESSAGE, CHANGE_POLICY, REPORT_COMMIT, ERASE_PAYLOADS, BODY_NOT_SET -> {}
        }
        keys(owners)
                .forEach((owner, keys) -> command.addRegisteredClients(
                        RegisteredClient.newBuilder().setIdentity(owner).addAllSignatureKeys(keys)));
    }

    /// What is registered for each owner; none for a stranger.
    private Map<Identity, List<ByteString>> keys(Map<Identity, ByteString> owners) {
        Map<Identity, List<ByteString>> keys = new HashMap<>(directory.signatureKeys(owners.keySet()));
        lookUpNow(keys, doubtful(owners, keys));
        var strangers = doubtful(owners, keys);
        if (!strangers.isEmpty()) {
            barrier.await(strangers.iterator().next());
            lookUpNow(keys, strangers);
        }
        owners.keySet().forEach(owner -> keys.putIfAbsent(owner, List.of()));
        return keys;
    }

    private void lookUpNow(Map<Identity, List<ByteString>> keys, Set<Identity> owners) {
        if (!owners.isEmpty()) {
            var asked = directory.signatureKeysNow(owners);
            owners.forEach(owner -> keys.put(owner, asked.getOrDefault(owner, List.of())));
        }
    }

    /// Whose key in the leaf isn't among the known ones.
    private static Set<Identity> doubtful(Map<Identity, ByteString> owners, Map<Identity, List<ByteString>> known) {
        Set<Identity> doubtful = new HashSet<>();
        owners.forEach((owner, key) -> {
            if (!known.getOrDefault(owner, List.of()).contains(key)) {
                doubtful.add(owner);
            }
        });
        return doubtful;
    }

    private static void addOwners(Map<Identity, ByteString> owners, ByteString message) {
        leaves(message).forEach(leaf -> owner(leaf).ifPresent(owner -> owners.put(owner, key(leaf))));
    }

    /// What a Commit in a PrivateMessage changes can't be seen but in the tree of its GroupInfo.
    private void addOwners(Map<Identity, ByteString> owners, SubmitCommit commit, ByteString groupId) {
        if (parse(commit.getCommit()).orElse(null) instanceof MlsMessage.OfPrivateMessage sealed) {
            var known = known(groupId, sealed.message().epoch());
            for (var leaf : leaves(commit.getGroupInfo())) {
                owner(leaf)
                        .filter(owner -> !key(leaf).equals(known.get(owner)))
                        .ifPresent(owner -> owners.put(owner, key(leaf)));
            }
        } else {
            addOwners(owners, commit.getCommit());
        }
    }

    /// The members of the epoch that the Commit ends. If the read model is elsewhere nobody is known: that costs a
    /// look at each leaf, and no wrong refusal.
    private Map<Identity, ByteString> known(ByteString groupId, long epoch) {
        Map<Identity, ByteString> known = new HashMap<>();
        if (groups.group(groupId).filter(row -> row.epoch() == epoch).isPresent()) {
            groups.members(groupId).forEach(member -> known.put(member.identity(), member.signatureKey()));
        }
        return known;
    }

    private static ByteString key(LeafNode leaf) {
        return ByteString.copyFrom(leaf.signatureKey().octets().toByteArray());
    }

    private static List<LeafNode> leaves(ByteString message) {
        try {
            return parse(message).map(BroughtLeaves::of).orElse(List.of());
        } catch (MalformedException _) {
            return List.of();
        }
    }

    private static Optional<MlsMessage> parse(ByteString message) {
        try {
            return Optional.of(MlsMessage.parse(Octets.owning(message.toByteArray())));
        } catch (MalformedException _) {
            return Optional.empty();
        }
    }

    private static Optional<Identity> owner(LeafNode leaf) {
        var name = leaf.credential().client().text();
        int slash = name.indexOf('/');
        return slash < 0
                ? Optional.empty()
                : Optional.of(Identity.newBuilder()
                        .setUser(name.substring(0, slash))
                        .setClient(name.substring(slash + 1))
                        .build());
    }
}
