package dev.epochal.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Reads a group's history in order, each event once. Not thread-safe.
public final class EventCursor {
    private static final int PAGE = 500;
    private static final Duration READ_LIMIT = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final EpochalClient client;
    private final Octets groupId;
    private long next;
    private boolean over;

    EventCursor(EpochalClient client, Octets groupId, long from) {
        this.client = client;
        this.groupId = groupId;
        this.next = from;
    }

    /// The seq of the event that comes next.
    public long position() {
        return next;
    }

    /// Whether the caller was removed from the group and has read all up to there: nothing more will come.
    public boolean isOver() {
        return over;
    }

    /// The events that come next, at most 500; empty if there was none within the wait.
    ///
    /// @param wait how long to wait for the first one, up to 25 s
    /// @throws EpochalUnreachableException if the server left one out
    public List<GroupEvent> poll(Duration wait) {
        var page = client.events(groupId, next, PAGE, wait);
        // Nothing before may be read: the caller was no member then.
        next = Math.max(next, page.first());
        over = page.over();
        for (var event : page.events()) {
            if (event.seq() != next) {
                throw new EpochalUnreachableException(
                        "The history of group " + groupId + " has seq " + event.seq() + " where " + next + " belongs");
            }
            next++;
        }
        return page.events();
    }

    /// The events up to this seq at least, however far behind the server's read model is; fewer if the caller was
    /// removed before.
    ///
    /// @param seq an event that is known to exist, such as a receipt's
    /// @throws EpochalUnreachableException if it did not come within a minute
    public List<GroupEvent> readTo(long seq) {
        var all = new ArrayList<GroupEvent>();
        var deadline = System.nanoTime() + READ_LIMIT.toNanos();
        while (next <= seq && !over) {
            if (System.nanoTime() > deadline) {
                throw new EpochalUnreachableException("The history of group " + groupId + " ends before seq " + seq);
            }
            all.addAll(pollKnown());
        }
        return all;
    }

    /// A read model that is behind may not know yet that there is the group, or that the caller is in it.
    private List<GroupEvent> pollKnown() {
        try {
            return poll(Duration.ofSeconds(5));
        } catch (EpochalProblemException e) {
            if (!e.problem().is("unknown-group")) {
                throw e;
            }
            pause();
            return List.of();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EpochalUnreachableException("Interrupted while reading a history", e);
        }
    }

    /// All events up to the newest one that the server has now.
    public List<GroupEvent> drain() {
        var all = new ArrayList<GroupEvent>();
        for (var page = poll(Duration.ZERO); !page.isEmpty(); page = poll(Duration.ZERO)) {
            all.addAll(page);
        }
        return all;
    }
}
