package dev.epochal.server.backup;

import com.google.protobuf.ByteString;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/// The keys of payloads that an archive holds and a log doesn't yet: those that a restore adds to one partition.
///
/// @param records one for each group, in the order of the archive
record MissingKeys(List<LoggedRecord> records) {
    /// Compares a log with an archive.
    ///
    /// @param archived in their order; the last one of a group counts
    /// @param logged all that stands on the partition
    /// @throws BackupException if the log holds anything else: it was used, and older keys behind newer ones would
    ///     bring back what was erased
    static MissingKeys of(TopicPartition partition, Collection<LoggedRecord> archived, Iterator<LoggedRecord> logged) {
        Map<ByteString, LoggedRecord> wanted = new LinkedHashMap<>();
        archived.forEach(record -> wanted.put(record.key(), record));
        Set<ByteString> present = new HashSet<>();
        while (logged.hasNext()) {
            var record = logged.next();
            var same = wanted.get(record.key());
            if (same == null || !record.saysTheSame(same)) {
                throw Restore.different(partition, record);
            }
            present.add(record.key());
        }
        return new MissingKeys(wanted.values().stream()
                .filter(record -> !present.contains(record.key()))
                .toList());
    }
}
