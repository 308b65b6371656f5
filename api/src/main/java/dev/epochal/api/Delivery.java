package dev.epochal.api;

import dev.epochal.api.event.EventEndpoints;
import dev.epochal.api.event.EventFrames;
import dev.epochal.api.event.EventStreams;
import dev.epochal.api.exchange.Endpoint;
import dev.epochal.api.group.EpochEndpoints;
import dev.epochal.api.group.GroupSight;
import dev.epochal.api.group.RatchetTrees;
import dev.epochal.api.inbox.InboxEndpoints;
import dev.epochal.api.inbox.InboxItems;
import dev.epochal.api.inbox.InboxSockets;
import dev.epochal.api.inbox.InboxSources;
import dev.epochal.api.stream.StreamClock;
import dev.epochal.api.submission.Submissions;
import dev.epochal.api.welcome.WelcomeEndpoints;
import dev.epochal.api.welcome.WelcomeForm;
import java.util.ArrayList;
import java.util.List;

/// What brings events, Welcomes and states to clients.
///
/// @param endpoints over HTTP
/// @param sockets over WebSockets
record Delivery(List<Endpoint> endpoints, InboxSockets sockets) {
    /// What others use too.
    ///
    /// @param sight what a caller may see
    /// @param trees the ratchet trees
    record Shared(GroupSight sight, RatchetTrees trees) {}

    static Delivery of(Shared shared, ReadSide reads, Submissions submissions, StreamClock clock) {
        var streams = new EventStreams(reads.live(), clock, new EventFrames());
        var welcomes = new WelcomeForm(shared.trees());
        var items = new InboxItems(reads.clients(), welcomes, streams.frames());
        var inboxes = new InboxSources(reads.inboxes(), reads.directory(), items, streams);
        var sockets = new InboxSockets(inboxes);
        var waiting = new WelcomeEndpoints.Waiting(reads.clients(), reads.changes(), clock.gate());
        var endpoints = new ArrayList<Endpoint>();
        endpoints.addAll(new EpochEndpoints(reads.groups(), shared.sight(), shared.trees()).endpoints());
        endpoints.addAll(new EventEndpoints(reads.groups(), shared.sight(), streams).endpoints());
        endpoints.addAll(new InboxEndpoints(inboxes).endpoints());
        endpoints.addAll(sockets.endpoints());
        endpoints.addAll(new WelcomeEndpoints(submissions, waiting, welcomes).endpoints());
        return new Delivery(List.copyOf(endpoints), sockets);
    }
}
