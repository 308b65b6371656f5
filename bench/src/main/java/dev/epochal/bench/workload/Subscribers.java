package dev.epochal.bench.workload;

import dev.epochal.bench.load.EventStream;
import dev.epochal.bench.traffic.GroupTraffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The members of some groups, each with a stream of its inbox open.
final class Subscribers implements AutoCloseable {
    /// From now on, whatever came before.
    private static final String INBOX = "/v1/inbox?cursor=end";

    private final List<EventStream> streams = new ArrayList<>();

    private Subscribers() {}

    static Subscribers open(Bench bench, List<GroupTraffic> groups) {
        var subscribers = new Subscribers();
        bench.progress().accept("opening the streams of all members");
        try {
            for (var group : groups) {
                for (var member : group.registrations()) {
                    var request = bench.target().requestsOf(member.user()).stream(INBOX);
                    subscribers.streams.add(EventStream.open(bench.target().base(), request));
                }
            }
            return subscribers;
        } catch (IOException e) {
            subscribers.close();
            throw new IllegalStateException("A stream could not be opened: " + e.getMessage(), e);
        }
    }

    /// Begins to read all of them.
    void follow(Consumer<String> listener) {
        streams.forEach(stream -> stream.follow(listener));
    }

    @Override
    public void close() {
        streams.forEach(EventStream::close);
    }
}
