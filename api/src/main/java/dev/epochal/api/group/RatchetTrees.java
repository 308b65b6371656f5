package dev.epochal.api.group;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.projections.read.GroupReads;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupStateAfter;
import java.util.Optional;

/// The ratchet trees of groups: the contents of the `ratchet_tree` extension (RFC 9420 §12.4.3.3). A member published
/// them with the GroupInfo that began the epoch, or they follow from an earlier one; either way they have the tree
/// hash that was checked when the Commit was accepted. Those that were asked for lately are kept, so that many who
/// join at once cost one reading. Thread-safe.
public final class RatchetTrees {
    private static final long OCTETS_MAX = 32L << 20;

    private final GroupReads groups;
    private final Cache<Place, Tree> kept = Caffeine.newBuilder()
            .maximumWeight(OCTETS_MAX)
            .weigher((Place _, Tree tree) -> tree.bytes().size())
            .build();

    private record Place(ByteString groupId, long epoch) {}

    /// A tree of an epoch.
    ///
    /// @param hash its tree hash
    /// @param bytes `optional<Node> ratchet_tree<V>`
    public record Tree(ByteString hash, ByteString bytes) {}

    /// Reads there.
    public RatchetTrees(GroupReads groups) {
        this.groups = groups;
    }

    /// The tree of an epoch; empty if the group never was in it.
    public Optional<Tree> of(ByteString groupId, long epoch) {
        var tree = kept.getIfPresent(new Place(groupId, epoch));
        return tree == null ? groups.beginning(groupId, epoch).flatMap(this::of) : Optional.of(tree);
    }

    /// The tree of the epoch that the event began.
    Optional<Tree> of(GroupEvent event) {
        var header = event.getHeader();
        var place = new Place(header.getGroupId(), header.getEpochAfter());
        var known = kept.getIfPresent(place);
        if (known != null) {
            return Optional.of(known);
        }
        var bytes = published(event)
                .or(() ->
                        new TreeReplay(groups, header.getGroupId()).after(event).map(tree -> bytes(tree.encoded())));
        var tree = bytes.map(found -> new Tree(after(event).getTreeHash(), found));
        tree.ifPresent(found -> kept.put(place, found));
        return tree;
    }

    /// The tree that came with the event, if one did.
    static Optional<ByteString> published(GroupEvent event) {
        var groupInfo = event.hasGroupCreated()
                ? event.getGroupCreated().getGroupInfo()
                : event.getCommitAccepted().getGroupInfo();
        // What is on the log was parsed when it was accepted.
        return MlsMessage.parse(groupInfo.toByteArray()) instanceof MlsMessage.OfGroupInfo parsed
                ? parsed.groupInfo()
                        .extensions()
                        .find(ExtensionType.RATCHET_TREE)
                        .map(RatchetTrees::bytes)
                : Optional.empty();
    }

    /// The group's public state after an event that began an epoch.
    static GroupStateAfter after(GroupEvent event) {
        return event.hasGroupCreated()
                ? event.getGroupCreated().getAfter()
                : event.getCommitAccepted().getAfter();
    }

    private static ByteString bytes(Octets octets) {
        return UnsafeByteOperations.unsafeWrap(octets.toByteArray());
    }
}
