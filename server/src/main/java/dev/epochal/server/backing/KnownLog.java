package dev.epochal.server.backing;

import dev.epochal.processor.log.LogIdentity;
import dev.epochal.processor.log.ProcessorSettings;
import dev.epochal.processor.log.Processors;
import dev.epochal.projections.database.LogOrigin;
import dev.epochal.schema.log.Topic;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/// Holds a log against the one that the read model follows from: on another one the program must not start, since it
/// would decide on states that never were there.
public final class KnownLog {
    private KnownLog() {}

    /// Looks at the log; the first one that a read model sees is its own. Throws `UnsuitableLogException` if it is
    /// another one, or isn't set up as it has to be.
    public static LogIdentity verify(ProcessorSettings settings, DataSource readModel) {
        var found = Processors.identityOf(settings);
        Map<String, String> ids = found.topicIds().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().topicName(), Map.Entry::getValue));
        var kept = new LogOrigin(found.clusterId(), ids, found.partitions()).keep(readModel);
        Map<String, Topic> topics =
                Arrays.stream(Topic.values()).collect(Collectors.toMap(Topic::topicName, Function.identity()));
        found.require(new LogIdentity(
                kept.clusterId(),
                kept.topicIds().entrySet().stream()
                        .filter(entry -> topics.containsKey(entry.getKey()))
                        .collect(Collectors.toMap(entry -> topics.get(entry.getKey()), Map.Entry::getValue)),
                kept.partitions(),
                found.verdictPartitions()));
        return found;
    }
}
