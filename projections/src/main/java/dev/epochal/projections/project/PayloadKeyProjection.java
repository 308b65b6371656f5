package dev.epochal.projections.project;

import static dev.epochal.schema.sql.Tables.PAYLOAD_KEY;

import com.google.protobuf.ByteString;
import com.google.protobuf.Parser;
import dev.epochal.projections.database.Sql;
import dev.epochal.schema.history.PayloadKeyTree;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.PayloadKeys;
import java.util.LinkedHashMap;
import java.util.List;
import org.jooq.DSLContext;

/// The keys of payloads become a row for each group: from the first record of the group that is still there. What was
/// erased since is taken out of the row by the events that say so, so that rows of keys and rows of events always fit
/// together.
final class PayloadKeyProjection implements Projection<PayloadKeys> {
    private static final String INSERT =
            Sql.text(sql -> Placeholders.insert(sql, PAYLOAD_KEY).onConflictDoNothing());

    @Override
    public Topic topic() {
        return Topic.PAYLOAD_KEYS;
    }

    @Override
    public Parser<PayloadKeys> parser() {
        return PayloadKeys.parser();
    }

    @Override
    public ByteString key(PayloadKeys keys) {
        return keys.getGroupId();
    }

    @Override
    public boolean isKnown(PayloadKeys keys) {
        return true;
    }

    @Override
    public Outcome write(DSLContext sql, int partition, List<Entry<PayloadKeys>> entries) {
        var first = new LinkedHashMap<ByteString, Entry<PayloadKeys>>();
        entries.forEach(entry -> first.putIfAbsent(entry.key(), entry));
        var rows = new Rows();
        first.forEach((groupId, entry) -> rows.add(
                groupId.toByteArray(),
                entry.value().getSeq(),
                PayloadKeyTree.firstLeft(entry.value()),
                entry.octets().toByteArray()));
        rows.send(sql, INSERT);
        return new Outcome();
    }
}
