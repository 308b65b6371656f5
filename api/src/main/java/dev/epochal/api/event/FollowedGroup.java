package dev.epochal.api.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.epochal.api.exchange.Call;
import dev.epochal.api.group.VisibleHistory;
import dev.epochal.api.json.Json;
import dev.epochal.api.stream.Followed;
import dev.epochal.api.stream.StreamEnd;
import dev.epochal.api.stream.StreamSink;
import dev.epochal.projections.read.LoggedEvent;
import java.io.IOException;
import java.util.Optional;

/// A group's history, told by seq without a gap up to the removal of the caller.
final class FollowedGroup implements Followed {
    private static final int PAGE = 100;

    private final Sources sources;
    private final Call call;
    private final ByteString groupId;
    private long next;
    private long headSeq;
    private long epoch;

    /// @param next the first seq wanted
    FollowedGroup(Sources sources, Call call, ByteString groupId, long next) {
        this.sources = sources;
        this.call = call;
        this.groupId = groupId;
        this.next = next;
    }

    @Override
    public Optional<StreamEnd> catchUp(StreamSink sink) throws IOException {
        while (true) {
            var history = sources.sight().historyNow(call, groupId);
            headSeq = history.headSeq();
            epoch = history.epoch();
            var stretch = history.from(next);
            if (stretch.size() == 0) {
                return stretch.over() ? Optional.of(StreamEnd.REMOVED) : Optional.empty();
            }
            tellPage(sink, stretch);
            var end = sources.clock().end(call.caller());
            if (end.isPresent()) {
                return end;
            }
        }
    }

    private void tellPage(StreamSink sink, VisibleHistory.Stretch stretch) throws IOException {
        int limit = Math.toIntExact(Math.min(PAGE, stretch.size()));
        for (var event : sources.pages().read(groupId, stretch.first(), limit)) {
            tell(sink, event.getHeader().getSeq(), sources.frames().past(event));
        }
    }

    /// Where the caller may read no further is read, never reckoned.
    @Override
    public Optional<StreamEnd> follow(StreamSink sink, LoggedEvent event) throws IOException {
        var header = event.event().getHeader();
        if (header.getSeq() < next) {
            return Optional.empty();
        }
        boolean removes = event.event().getCommitAccepted().getAfter().getRemovedCount() > 0;
        if (header.getSeq() > next || removes) {
            return catchUp(sink);
        }
        headSeq = header.getSeq();
        epoch = header.getEpochAfter();
        tell(sink, header.getSeq(), sources.frames().live(event));
        return Optional.empty();
    }

    private void tell(StreamSink sink, long seq, ByteString event) throws IOException {
        sink.message(Long.toString(seq), EventFrames.frame(event, headSeq, epoch));
        next = seq + 1;
    }

    @Override
    public ObjectNode head() {
        return Json.object().put("headSeq", headSeq).put("epoch", epoch);
    }
}
