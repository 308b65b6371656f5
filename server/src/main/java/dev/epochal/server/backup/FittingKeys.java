package dev.epochal.server.backup;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.PayloadKeys;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys of payloads that fit to the events of a backup: of each group the newest ones that came with an event that
/// the backup has.
///
/// Events are read first, and keys a moment later. An erasure in between would leave a payload without its key and
/// without the event that erased it, and whoever audits what was restored would have to call that withheld. So what
/// such an erasure left is passed over; the next backup has both.
///
/// Used by one thread.
final class FittingKeys {
    private static final Logger LOG = LoggerFactory.getLogger(FittingKeys.class);

    /// The newest event of each group that this backup adds.
    private final Map<ByteString, Long> added = new HashMap<>();
    private final Map<ByteString, LoggedRecord> fitting = new LinkedHashMap<>();

    /// Takes an event that the backup adds.
    void added(LoggedRecord event, GroupEvent parsed) {
        added.merge(event.key(), parsed.getHeader().getSeq(), Math::max);
    }

    /// Begins a partition with the keys of the backup before, which fit to its events.
    void begin(Collection<LoggedRecord> before) {
        fitting.clear();
        before.forEach(record -> fitting.put(record.key(), record));
    }

    /// Takes the next record of keys on the log.
    void take(LoggedRecord record) {
        var known = fitting.get(record.key());
        // Where the broker has dropped the older ones already, there is nothing better than these.
        if (known == null || isNext(record, seq(known))) {
            fitting.put(record.key(), record);
        }
    }

    private boolean isNext(LoggedRecord record, long known) {
        long seq = seq(record);
        return seq >= known && seq <= Math.max(known, added.getOrDefault(record.key(), -1L));
    }

    /// What fits, one record for each group of the partition.
    Collection<LoggedRecord> records() {
        return fitting.values();
    }

    private static long seq(LoggedRecord keys) {
        try {
            return PayloadKeys.parseFrom(keys.value()).getSeq();
        } catch (InvalidProtocolBufferException e) {
            LOG.error("No keys of payloads stand at offset {}; they are kept as they are", keys.offset(), e);
            return 0;
        }
    }
}
