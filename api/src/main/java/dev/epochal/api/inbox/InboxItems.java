package dev.epochal.api.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.epochal.api.event.EventForm;
import dev.epochal.api.event.EventFrames;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import dev.epochal.api.welcome.WelcomeForm;
import dev.epochal.projections.read.ClientReads;
import dev.epochal.projections.read.InboxEntry;
import dev.epochal.projections.read.InboxEntry.Concern;
import dev.epochal.projections.read.LoggedEvent;
import dev.epochal.projections.read.StockNote;
import dev.epochal.schema.record.Identity;

/// Items of an inbox as JSON.
public final class InboxItems {
    private final ClientReads clients;
    private final WelcomeForm welcomes;
    private final EventFrames frames;

    /// Writes items with Welcomes of these reads.
    public InboxItems(ClientReads clients, WelcomeForm welcomes, EventFrames frames) {
        this.clients = clients;
        this.welcomes = welcomes;
        this.frames = frames;
    }

    /// What was read.
    ///
    /// @param cursor the place behind it
    /// @param withTree whether a Welcome comes with its ratchet tree
    ObjectNode write(Identity identity, InboxEntry entry, InboxCursor cursor, boolean withTree) {
        var item = item(entry.event(), entry.concern(), cursor, entry.headSeq(), entry.epoch());
        if (entry.concern() != Concern.WELCOME) {
            return item.set("event", EventForm.write(entry.event().event()));
        }
        var header = entry.event().event().getHeader();
        clients.welcome(identity, header.getGroupId(), header.getSeq())
                .ifPresent(welcome -> item.set("welcome", welcomes.write(welcome, withTree)));
        return item;
    }

    /// A note of the client's stock of KeyPackages.
    ///
    /// @param cursor the place behind it
    ObjectNode write(StockNote note, InboxCursor cursor) {
        var item = Json.object()
                .put("cursor", cursor.toString())
                .put("type", "low-stock")
                .put("directorySeq", note.seq())
                .put("notedAt", note.notedAt());
        var stocks = item.putArray("stocks");
        for (var stock : note.stocks()) {
            stocks.addObject()
                    .put("cipherSuite", stock.cipherSuite())
                    .put("available", stock.available())
                    .put("lowWater", stock.lowWater());
        }
        return item;
    }

    /// An event that has just come to a member. The group's head is that event.
    ByteString live(LoggedEvent event, InboxCursor cursor) {
        var header = event.event().getHeader();
        var item = item(event, Concern.EVENT, cursor, header.getSeq(), header.getEpochAfter());
        return Json.write(item, "event", frames.live(event));
    }

    private static ObjectNode item(LoggedEvent event, Concern concern, InboxCursor cursor, long headSeq, long epoch) {
        var header = event.event().getHeader();
        return Json.object()
                .put("cursor", cursor.toString())
                .put("type", type(concern))
                .put("groupId", Base64Url.encode(header.getGroupId()))
                .put("seq", header.getSeq())
                .put("headSeq", headSeq)
                .put("epoch", epoch);
    }

    private static String type(Concern concern) {
        return switch (concern) {
            case EVENT -> "event";
            case WELCOME -> "welcome";
            case REMOVED -> "removed";
        };
    }
}
