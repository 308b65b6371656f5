package dev.epochal.api.inbox;

import dev.epochal.api.event.EventStreams;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import dev.epochal.projections.read.DirectoryReads;
import dev.epochal.projections.read.InboxEntry;
import dev.epochal.projections.read.InboxReads;
import dev.epochal.projections.read.InboxReads.Limits;
import dev.epochal.projections.read.StockNote;
import dev.epochal.schema.record.Identity;
import java.util.List;

/// What inboxes are told from.
///
/// @param inboxes what there is
/// @param directory what there is of the client's user
/// @param items what is sent
/// @param streams what comes
public record InboxSources(InboxReads inboxes, DirectoryReads directory, InboxItems items, EventStreams streams) {
    /// The cursor of a client that wants nothing of the past.
    private static final String END = "end";

    /// The place that the client asks for; an empty text is the beginning.
    ///
    /// @throws ProblemException if the text is no cursor
    InboxCursor cursor(Identity identity, String text) {
        if (text.equals(END)) {
            return end(identity);
        }
        return text.isEmpty() ? InboxCursor.BEGINNING : cursor(text);
    }

    private InboxCursor end(Identity identity) {
        return InboxCursor.of(inboxes.inboxEnd(identity), directory.directorySeq(identity.getUser()) + 1);
    }

    /// What comes behind the place.
    Unread unread(Identity identity, InboxCursor cursor, Limits limits) {
        var notes = inboxes.stockNotes(identity, cursor.directorySeq(), limits.entries());
        int left = limits.entries() - notes.size();
        return new Unread(
                notes,
                left == 0 ? List.of() : inboxes.inbox(identity, cursor.offsets(), new Limits(left, limits.octets())));
    }

    /// What a client has not seen yet.
    ///
    /// @param notes of its stock of KeyPackages; to be told first
    /// @param entries of its groups
    record Unread(List<StockNote> notes, List<InboxEntry> entries) {
        boolean isEmpty() {
            return notes.isEmpty() && entries.isEmpty();
        }
    }

    /// @throws ProblemException if the text is no cursor
    static InboxCursor cursor(String text) {
        return InboxCursor.parse(text)
                .orElseThrow(() ->
                        ProblemException.of(ProblemType.BAD_PARAMETER, "The cursor is none that the inbox has given"));
    }
}
