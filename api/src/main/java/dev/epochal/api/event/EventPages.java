package dev.epochal.api.event;

import com.google.protobuf.ByteString;
import dev.epochal.projections.read.GroupReads;
import dev.epochal.schema.record.GroupEvent;
import java.util.ArrayList;
import java.util.List;

/// Reads events so that a page stays bounded in octets too: a few first, and as many more as the size of these allows.
final class EventPages {
    private static final int FIRST = 16;
    private static final long PAGE_OCTETS_MAX = 8L << 20;

    private final GroupReads groups;

    EventPages(GroupReads groups) {
        this.groups = groups;
    }

    /// Events from `from` on, at most `limit`, and fewer if they are large.
    List<GroupEvent> read(ByteString groupId, long from, int limit) {
        var page = new ArrayList<>(groups.events(groupId, from, Math.min(limit, FIRST)));
        if (page.size() < FIRST || page.size() == limit) {
            return page;
        }
        long octets = page.stream().mapToLong(GroupEvent::getSerializedSize).sum();
        long mean = Math.max(1, octets / page.size());
        long more = Math.min(limit - page.size(), (PAGE_OCTETS_MAX - octets) / mean);
        if (more > 0) {
            page.addAll(groups.events(groupId, from + page.size(), Math.toIntExact(more)));
        }
        return page;
    }
}
