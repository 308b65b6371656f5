package dev.epochal.api.inbox;

import dev.epochal.api.event.EventStreams;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import dev.epochal.projections.read.InboxReads;
import dev.epochal.schema.record.Identity;

/// What inboxes are told from.
///
/// @param inboxes what there is
/// @param items what is sent
/// @param streams what comes
public record InboxSources(InboxReads inboxes, InboxItems items, EventStreams streams) {
    /// The cursor of a client that wants nothing of the past.
    private static final String END = "end";

    /// The place that the client asks for; an empty text is the beginning.
    ///
    /// @throws ProblemException if the text is no cursor
    InboxCursor cursor(Identity identity, String text) {
        if (text.equals(END)) {
            return InboxCursor.of(inboxes.inboxEnd(identity));
        }
        return text.isEmpty() ? InboxCursor.BEGINNING : cursor(text);
    }

    /// @throws ProblemException if the text is no cursor
    static InboxCursor cursor(String text) {
        return InboxCursor.parse(text)
                .orElseThrow(() ->
                        ProblemException.of(ProblemType.BAD_PARAMETER, "The cursor is none that the inbox has given"));
    }
}
