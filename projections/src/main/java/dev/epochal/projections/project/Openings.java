package dev.epochal.projections.project;

import static dev.epochal.schema.sql.Tables.PAYLOAD_KEY;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.schema.history.SealedEvents;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.PayloadKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;

/// Opens the payloads of a batch of events with the keys that the read model holds.
final class Openings {
    private final Map<ByteString, PayloadKeys> keys = new HashMap<>();

    private Openings() {}

    /// Reads the keys of those groups that have a sealed event among these.
    static Openings of(DSLContext sql, List<Entry<GroupEvent>> entries) {
        List<byte[]> wanted = entries.stream()
                .filter(entry -> SealedEvents.isSealed(entry.value()))
                .map(Entry::key)
                .distinct()
                .map(ByteString::toByteArray)
                .toList();
        var openings = new Openings();
        if (!wanted.isEmpty()) {
            sql.select(PAYLOAD_KEY.GROUP_ID, PAYLOAD_KEY.RECORD)
                    .from(PAYLOAD_KEY)
                    .where(PAYLOAD_KEY.GROUP_ID.in(wanted))
                    .forEach(row -> openings.keys.put(ByteString.copyFrom(row.value1()), parse(row.value2())));
        }
        return openings;
    }

    /// The keys as their row has them.
    static PayloadKeys parse(byte[] octets) {
        try {
            return PayloadKeys.parseFrom(octets);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("The keys of a group can't be read", e);
        }
    }

    /// The event with its payload, or what is left of it once it was erased.
    ///
    /// @throws KeysBehindException if the group's keys aren't projected yet
    /// @throws ContradictionException if the keys are others than those that sealed it
    Entry<GroupEvent> open(Entry<GroupEvent> entry) {
        if (!SealedEvents.isSealed(entry.value())) {
            return entry;
        }
        PayloadKeys mine = keys.get(entry.key());
        if (mine == null) {
            throw new KeysBehindException("The keys of a group's payloads are not projected yet; an event at offset "
                    + entry.offset() + " waits for them");
        }
        try {
            GroupEvent event = SealedEvents.open(entry.value(), mine);
            return new Entry<>(entry.offset(), entry.key(), event, event.toByteString(), entry.seal());
        } catch (SealedEvents.UnopenedException e) {
            throw new ContradictionException(String.valueOf(e.getMessage()));
        }
    }
}
