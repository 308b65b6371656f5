package dev.epochal.api.directory;

import dev.epochal.api.exchange.Answer;
import dev.epochal.api.exchange.Call;
import dev.epochal.api.exchange.Endpoint;
import dev.epochal.api.exchange.Gate;
import dev.epochal.api.json.Json;
import dev.epochal.projections.read.Changes;
import dev.epochal.projections.read.DirectoryReads;
import dev.epochal.schema.record.DirectoryEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Everything that ever happened to the caller's user in the directory, by seq without a gap: so its clients
/// see each client, key and KeyPackage that somebody brought in under the user's name, who claimed what, and
/// when stocks get low.
public final class DirectoryEventEndpoints {
    private static final int LIMIT_DEFAULT = 50;
    private static final int LIMIT_MAX = 100;
    private static final int AT_ONCE = 10;
    private static final long PAGE_OCTETS_MAX = 4L << 20;
    private static final Duration WAIT_MAX = Duration.ofSeconds(25);

    private final DirectoryReads directory;
    private final Changes changes;
    private final Gate gate;

    /// Tells what these reads know. Who waits leaves when the gate is shut.
    public DirectoryEventEndpoints(DirectoryReads directory, Changes changes, Gate gate) {
        this.directory = directory;
        this.changes = changes;
        this.gate = gate;
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/v1/directory/events", this::page).knowing("from", "limit", "wait"));
    }

    private Answer page(Call call) {
        var user = call.identity().getUser();
        long from = call.number("from", Long.MAX_VALUE - LIMIT_MAX).orElse(0);
        int limit = Math.toIntExact(Math.max(1, call.number("limit", LIMIT_MAX).orElse(LIMIT_DEFAULT)));
        var patience = call.patience(WAIT_MAX);
        if (patience.isPositive()) {
            changes.awaitClient(call.identity(), patience, () -> gate.isShut() || directory.directorySeq(user) >= from);
        }
        var events = read(user, from, limit);
        var answer = Json.object();
        var list = answer.putArray("events");
        events.forEach(event -> list.add(DirectoryEventForm.write(event)));
        return Answer.json(200, answer.put("next", from + events.size()).put("headSeq", directory.directorySeq(user)));
    }

    /// A page stays bounded in octets too, for an event can hold a hundred KeyPackages.
    private List<DirectoryEvent> read(String user, long from, int limit) {
        var page = new ArrayList<DirectoryEvent>();
        long octets = 0;
        while (page.size() < limit && octets < PAGE_OCTETS_MAX) {
            var more = directory.directoryEvents(user, from + page.size(), Math.min(AT_ONCE, limit - page.size()));
            if (more.isEmpty()) {
                break;
            }
            octets += more.stream().mapToLong(DirectoryEvent::getSerializedSize).sum();
            page.addAll(more);
        }
        return page;
    }
}
