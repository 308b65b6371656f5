package dev.epochal.server.fsck;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.record.GroupEvent;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// What somebody who can write the broker's files does to the records of one group, and what of it is noticed first.
///
/// The group's events: 0 its creation, 1 a Commit with an Add, 2 a message, 3 a Commit.
enum Damage {
    AN_OCTET_CHANGED(
            2,
            Kind.SEAL,
            2,
            story -> List.of(story.get(2).withValue(flipped(story.get(2).value())))),
    A_PAYLOAD_UNDER_A_NEW_SEAL(3, Kind.HASH, 3, story -> rewritten(story.get(3), Damage::flipCommit, false)),
    A_SEALED_PAYLOAD(2, Kind.PAYLOAD_KEY, 2, story -> rewritten(story.get(2), Damage::flipSealed, false)),
    A_TIME_WITH_ALL_ITS_HASHES(1, Kind.CHAIN, 2, story -> rewritten(story.get(1), Damage::delay, true)),
    A_COMMIT_WITH_ALL_ITS_HASHES(3, Kind.REFUSED, 3, story -> rewritten(story.get(3), Damage::flipCommit, true)),
    A_RECORDED_HASH_THAT_DOES_NOT_FOLLOW(
            1, Kind.DERIVATION, 1, story -> rewritten(story.get(1), Damage::flipTreeHash, false)),
    A_DROPPED_EVENT(2, Kind.GAP, 3, _ -> List.of()),
    THE_KEY_OF_ANOTHER_GROUP(
            2,
            Kind.MISPLACED,
            2,
            story -> List.of(story.get(2)
                    .sealedWith(ByteString.copyFromUtf8("another"), story.get(2).value()))),
    NO_EVENT_AT_ALL(
            2,
            Kind.UNREADABLE,
            2,
            story -> List.of(story.get(2)
                    .sealedWith(story.get(2).key(), ByteString.copyFrom(new byte[] {(byte) 0xff, 1})))),
    THE_SAME_EVENT_TWICE(
            3,
            Kind.REPEATED,
            3,
            story -> List.of(
                    story.get(3).sealedWith(story.get(1).key(), story.get(1).value()))),
    ANOTHER_EVENT_WITH_THE_SAME_SEQ(3, Kind.FORK, 3, Damage::fork);

    private final int place;
    private final Kind kind;
    private final int shows;

    @SuppressWarnings("ImmutableEnumChecker") // without state
    private final Function<List<SegmentFile.Entry>, List<SegmentFile.Entry>> change;

    Damage(int place, Kind kind, int shows, Function<List<SegmentFile.Entry>, List<SegmentFile.Entry>> change) {
        this.place = place;
        this.kind = kind;
        this.shows = shows;
        this.change = change;
    }

    /// Which event it is done to.
    int place() {
        return place;
    }

    Kind kind() {
        return kind;
    }

    /// The event at which it shows first.
    int shows() {
        return shows;
    }

    /// What stands in that place then.
    List<SegmentFile.Entry> inflict(List<SegmentFile.Entry> story) {
        return change.apply(story);
    }

    private static List<SegmentFile.Entry> fork(List<SegmentFile.Entry> story) {
        var other = rewritten(story.get(2), Damage::delay, true).getFirst();
        return List.of(story.get(3).sealedWith(story.get(3).key(), other.value()));
    }

    private static void flipSealed(GroupEvent.Builder event) {
        event.getMessageAcceptedBuilder()
                .setSealed(flipped(event.getMessageAccepted().getSealed()));
    }

    private static void delay(GroupEvent.Builder event) {
        event.getHeaderBuilder().setAcceptedAtMs(event.getHeader().getAcceptedAtMs() + 1);
    }

    private static void flipCommit(GroupEvent.Builder event) {
        event.getCommitAcceptedBuilder()
                .setCommit(flipped(event.getCommitAccepted().getCommit()));
    }

    private static void flipTreeHash(GroupEvent.Builder event) {
        event.getCommitAcceptedBuilder()
                .getAfterBuilder()
                .setTreeHash(flipped(event.getCommitAccepted().getAfter().getTreeHash()));
    }

    /// Changes an event and seals its record; with its hashes too, as a careful forger would, or without.
    private static List<SegmentFile.Entry> rewritten(
            SegmentFile.Entry entry, Consumer<GroupEvent.Builder> change, boolean withHashes) {
        try {
            var event = GroupEvent.parseFrom(entry.value()).toBuilder();
            change.accept(event);
            if (withHashes) {
                event.setHeader(CanonicalHeader.seal(event.getHeader(), event.build()));
            }
            return List.of(entry.sealedWith(entry.key(), event.build().toByteString()));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static ByteString flipped(ByteString octets) {
        byte[] flipped = octets.toByteArray();
        flipped[flipped.length / 2] ^= 1;
        return ByteString.copyFrom(flipped);
    }
}
