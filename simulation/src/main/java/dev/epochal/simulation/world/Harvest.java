package dev.epochal.simulation.world;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import dev.epochal.schema.log.RecordSeal;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.DirectoryCommand;
import dev.epochal.schema.record.DirectoryEvent;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Verdict;
import dev.epochal.simulation.broker.LogRecord;
import dev.epochal.simulation.history.Evidence;
import dev.epochal.simulation.rows.KeyRing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/// Reads everything that a world has left behind, once nothing moves any more.
final class Harvest {
    private final Parts parts;

    Harvest(Parts parts) {
        this.parts = parts;
    }

    Evidence evidence() {
        var verdicts = read(Topic.VERDICTS, List.of(Layout.of(Topic.VERDICTS, 0)), Verdict.parser()).stream()
                .map(Evidence.Placed::value)
                .toList();
        var commands =
                read(Topic.DIRECTORY_COMMANDS, parts.layout().all(Topic.DIRECTORY_COMMANDS), DirectoryCommand.parser());
        var ofDirectory = commands.stream()
                .map(command -> command.value().getSubmissionId())
                .collect(Collectors.toSet());
        var byTopic = verdicts.stream()
                .collect(Collectors.partitioningBy(verdict -> ofDirectory.contains(verdict.getSubmissionId())));
        var directory = new Evidence.Directory(
                parts.record().requests(),
                commands,
                read(Topic.DIRECTORY_EVENTS, parts.layout().all(Topic.DIRECTORY_EVENTS), DirectoryEvent.parser()),
                byTopic.getOrDefault(true, List.of()));
        return new Evidence(
                parts.record().operations(),
                parts.record().sights(),
                read(Topic.GROUP_COMMANDS, parts.layout().all(Topic.GROUP_COMMANDS), GroupCommand.parser()),
                events(),
                byTopic.getOrDefault(false, List.of()),
                parts.rows().all(),
                directory,
                parts.plan().mishaps().forgotten());
    }

    private List<Evidence.Placed<GroupEvent>> events() {
        var keys = new KeyRing(parts.broker(), false);
        return read(Topic.GROUP_EVENTS, parts.layout().all(Topic.GROUP_EVENTS), GroupEvent.parser()).stream()
                .map(event -> new Evidence.Placed<>(
                        event.partition(),
                        event.offset(),
                        event.timestampMs(),
                        keys.opened(event.partition(), event.value())))
                .toList();
    }

    /// The records with a right seal.
    private <T> List<Evidence.Placed<T>> read(Topic topic, List<TopicPartition> partitions, Parser<T> parser) {
        List<Evidence.Placed<T>> records = new ArrayList<>();
        for (var partition : partitions) {
            for (var read : parts.broker().log(partition).read(0, Integer.MAX_VALUE)) {
                var content = read.content();
                if (RecordSeal.matches(content.seal(), topic, content.key(), content.value())) {
                    records.add(new Evidence.Placed<>(
                            partition.partition(), read.offset(), read.timestampMs(), parse(parser, content.value())));
                }
            }
        }
        return records;
    }

    static GroupEvent event(LogRecord content) {
        return parse(GroupEvent.parser(), content.value());
    }

    private static <T> T parse(Parser<T> parser, byte[] value) {
        try {
            return parser.parseFrom(value);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("A sealed record can't be read", e);
        }
    }
}
