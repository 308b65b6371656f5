package dev.epochal.projections.project;

import dev.epochal.schema.record.CommitAccepted;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.GroupStateAfter;
import dev.epochal.schema.record.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The stays that the events of one batch begin and end in one group: who is a member from which event to which.
final class Stays {
    private final List<Begun> begun = new ArrayList<>();
    private final Map<Integer, List<Begun>> openByLeaf = new HashMap<>();
    private final List<Ended> endedBefore = new ArrayList<>();

    /// Where in the history something is.
    record Place(long seq, long offset, long epoch) {}

    /// The end of what may have begun at a leaf in an earlier batch.
    record Ended(int leaf, Place to) {}

    /// A stay that began in this batch.
    static final class Begun {
        final Member member;
        final Place from;
        final boolean welcomed;

        @Nullable
        Place to;

        private Begun(Member member, Place from, boolean welcomed) {
            this.member = member;
            this.from = from;
            this.welcomed = welcomed;
        }
    }

    /// Takes the members that an event removed and added. A leaf that one leaves may go to another at once.
    void apply(Entry<GroupEvent> entry, GroupStateAfter after) {
        EventHeader header = entry.value().getHeader();
        var place = new Place(header.getSeq(), entry.offset(), header.getEpochAfter());
        after.getRemovedList().forEach(member -> end(member.getLeafIndex(), place));
        after.getAddedList().forEach(member -> begin(member, place, isWelcomed(entry.value(), member)));
    }

    /// Ends whatever is open at the leaf, so that rows don't depend on how the log was cut into batches.
    private void end(int leaf, Place to) {
        endedBefore.add(new Ended(leaf, to));
        var open = openByLeaf.remove(leaf);
        if (open != null) {
            open.forEach(stay -> stay.to = to);
        }
    }

    private void begin(Member member, Place from, boolean welcomed) {
        var stay = new Begun(member, from, welcomed);
        begun.add(stay);
        openByLeaf
                .computeIfAbsent(member.getLeafIndex(), _ -> new ArrayList<>())
                .add(stay);
    }

    /// Whether the member came by a Welcome, and so knows nothing of the epoch before. It did unless it made the group
    /// or joined by a Commit of its own (RFC 9420 §12.4.3.2).
    private static boolean isWelcomed(GroupEvent event, Member member) {
        CommitAccepted commit = event.getCommitAccepted();
        return event.hasCommitAccepted()
                && !(commit.getExternal() && commit.getCommitterLeaf() == member.getLeafIndex());
    }

    List<Begun> begun() {
        return begun;
    }

    List<Ended> endedBefore() {
        return endedBefore;
    }
}
