package dev.epochal.projections.project;

import static dev.epochal.schema.sql.Tables.MLS_GROUP;

import com.google.protobuf.ByteString;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jooq.DSLContext;

/// Where a group's history stands, and what its next event must look like.
///
/// @param seq of the newest event; -1 if there is none
record GroupHead(int partition, long seq, ByteString hash, long epoch) {
    /// Before the first event.
    static GroupHead beginning(int partition) {
        return new GroupHead(partition, -1, CanonicalHeader.BEGINNING, 0);
    }

    /// The stored heads of those groups that exist.
    static Map<ByteString, GroupHead> load(DSLContext sql, Collection<ByteString> groupIds) {
        var heads = new HashMap<ByteString, GroupHead>();
        sql.select(MLS_GROUP.GROUP_ID, MLS_GROUP.LOG_PARTITION, MLS_GROUP.SEQ, MLS_GROUP.HEAD, MLS_GROUP.EPOCH)
                .from(MLS_GROUP)
                .where(MLS_GROUP.GROUP_ID.in(
                        groupIds.stream().map(ByteString::toByteArray).toList()))
                .forEach(row -> heads.put(
                        ByteString.copyFrom(row.value1()),
                        new GroupHead(row.value2(), row.value3(), ByteString.copyFrom(row.value4()), row.value5())));
        return heads;
    }

    boolean isBeginning() {
        return seq < 0;
    }

    /// @throws ContradictionException if the event can't be the next one
    GroupHead follow(int readFrom, GroupEvent event) {
        EventHeader header = event.getHeader();
        require(readFrom == partition, "the group's history is on partition " + partition);
        require(header.getSeq() == seq + 1, "event " + header.getSeq() + " follows event " + seq);
        require(header.getPreviousHead().equals(hash), "event " + header.getSeq() + " names another event before it");
        require(event.hasGroupCreated() == isBeginning(), "event " + header.getSeq() + " is of the wrong kind");
        require(
                header.getEpochBefore() == epoch || isBeginning(),
                "event " + header.getSeq() + " starts from another epoch than the group's");
        long epochAfter = event.hasCommitAccepted() ? epoch + 1 : epoch;
        require(
                header.getEpochAfter() == epochAfter || isBeginning(),
                "event " + header.getSeq() + " leads to another epoch than the next");
        return new GroupHead(partition, header.getSeq(), header.getLeafHash(), header.getEpochAfter());
    }

    private static void require(boolean fits, String otherwise) {
        if (!fits) {
            throw new ContradictionException(otherwise);
        }
    }
}
