package dev.epochal.projections.read;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.ImportedEvent;
import java.util.List;
import java.util.Optional;

/// What another Delivery Service had stored of groups. Only its order is known. Safe for use by several threads; each
/// call is one short query.
public interface ImportedReads {
    /// The groups that the user was in when they were imported last, by group id.
    List<ImportedRow> importedGroupsOf(String user);

    /// What is known of the group.
    Optional<ImportedRow> importedGroup(ByteString groupId);

    /// Whether the user was in the group when it was imported last.
    boolean isImportedMember(ByteString groupId, String user);

    /// Who was in the group when it was imported last, by user and client.
    List<Identity> importedMembers(ByteString groupId);

    /// Events from `fromSeq` on in order, at most `limit`.
    List<ImportedEvent> importedEvents(ByteString groupId, long fromSeq, int limit);

    /// An imported group after event `seq`. Times are milliseconds since 1970.
    ///
    /// @param source which kind of server had stored it
    /// @param conversationId its name there
    /// @param head of the newest event
    /// @param epoch as that server counted it
    record ImportedRow(
            ByteString groupId,
            String source,
            String conversationId,
            long seq,
            ByteString head,
            long epoch,
            String cipherSuite,
            long createdAt) {}
}
