package dev.epochal.server.catbird;

import com.google.protobuf.ByteString;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.record.ImportedEvent;

/// How far the import of a group has come: from here another run goes on.
///
/// @param seq the newest event; -1 if there is none
/// @param head its hash
/// @param conversationId the name of the conversation where it comes from
/// @param members the octets of the newest list of members
/// @param message the newest message
/// @param welcome the newest Welcome
record ImportedTail(
        long seq,
        ByteString head,
        String conversationId,
        ByteString members,
        CatbirdSource.Cursor message,
        CatbirdSource.Cursor welcome) {
    static final ImportedTail NONE = new ImportedTail(
            -1,
            CanonicalHeader.BEGINNING,
            "",
            ByteString.EMPTY,
            CatbirdSource.Cursor.BEGIN,
            CatbirdSource.Cursor.BEGIN);

    boolean isNew() {
        return seq < 0;
    }

    /// The tail behind a further event.
    ImportedTail after(ImportedEvent event) {
        return new ImportedTail(
                event.getSeq(),
                event.getHead(),
                event.hasGroup() ? event.getGroup().getConversationId() : conversationId,
                event.hasMembers() ? event.getMembers().toByteString() : members,
                event.hasMessage()
                        ? new CatbirdSource.Cursor(
                                event.getMessage().getSourceSeq(),
                                event.getMessage().getCreatedAtMs(),
                                event.getMessage().getSourceId())
                        : message,
                event.hasWelcome()
                        ? new CatbirdSource.Cursor(
                                0,
                                event.getWelcome().getCreatedAtMs(),
                                event.getWelcome().getSourceId())
                        : welcome);
    }
}
