package dev.epochal.processor.log;

import static org.apache.kafka.common.internals.Topic.GROUP_METADATA_TOPIC_NAME;

import dev.epochal.schema.log.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult;
import org.apache.kafka.clients.admin.DescribeTransactionsResult;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the transactions of processors that hang and ends them as their coordinator has. Safe for use by several
/// threads and processes: to end one twice changes nothing.
final class HangingTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(HangingTransactions.class);
    private static final List<Topic> EVENTS = List.of(Topic.GROUP_EVENTS, Topic.PAYLOAD_KEYS, Topic.DIRECTORY_EVENTS);
    private static final List<Topic> COMMANDS = List.of(Topic.GROUP_COMMANDS, Topic.DIRECTORY_COMMANDS);

    private final Admin admin;
    private final TransactionMarkers markers;
    private final LogIdentity log;
    private final String consumerGroup;
    private final Counter ended;
    private volatile Optional<TopicPartition> positions = Optional.empty();

    /// @param admin closed by whoever made it
    HangingTransactions(Admin admin, TransactionMarkers markers, Where where, MeterRegistry registry) {
        this.admin = admin;
        this.markers = markers;
        this.log = where.log();
        this.consumerGroup = where.consumerGroup();
        this.ended = Counter.builder("epochal.log.hanging.ended")
                .description("Transactions that a broker had left open in a partition, and that were ended")
                .register(registry);
    }

    /// Where processors write.
    ///
    /// @param consumerGroup theirs: positions are part of their transactions
    record Where(LogIdentity log, String consumerGroup) {}

    /// Ends those of one command partition's producers.
    ///
    /// @return how many there were
    /// @throws ExecutionException if the log can't be asked
    /// @throws IllegalStateException if one can't be ended
    int endOf(TopicPartition commands) throws ExecutionException, InterruptedException {
        return end(ProducerPair.transactionalIds(commands), written(each -> each == commands.partition()));
    }

    /// Ends those of all producers.
    ///
    /// @return how many there were
    /// @throws ExecutionException if the log can't be asked
    /// @throws IllegalStateException if one can't be ended
    int endAll() throws ExecutionException, InterruptedException {
        var transactionalIds = COMMANDS.stream()
                .flatMap(topic -> IntStream.range(0, log.partitions())
                        .mapToObj(partition -> new TopicPartition(topic.topicName(), partition)))
                .flatMap(commands -> ProducerPair.transactionalIds(commands).stream())
                .toList();
        return end(transactionalIds, written(_ -> true));
    }

    /// Where transactions write to.
    private List<TopicPartition> written(IntPredicate ofEvents) throws ExecutionException, InterruptedException {
        var partitions = new ArrayList<TopicPartition>();
        EVENTS.forEach(topic -> IntStream.range(0, log.partitions())
                .filter(ofEvents)
                .forEach(partition -> partitions.add(new TopicPartition(topic.topicName(), partition))));
        IntStream.range(0, log.verdictPartitions())
                .forEach(partition -> partitions.add(new TopicPartition(Topic.VERDICTS.topicName(), partition)));
        partitions.add(new TopicPartition(Topic.DEAD_LETTERS.topicName(), 0));
        positions().ifPresent(partitions::add);
        return partitions;
    }

    /// Where the broker keeps the positions of the processors, which never changes; empty before there are any.
    private Optional<TopicPartition> positions() throws ExecutionException, InterruptedException {
        if (positions.isEmpty()) {
            positions = told(described(GROUP_METADATA_TOPIC_NAME))
                    .map(found -> new TopicPartition(
                            found.name(),
                            Utils.abs(consumerGroup.hashCode())
                                    % found.partitions().size()));
        }
        return positions;
    }

    private int end(Collection<String> transactionalIds, Collection<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        // Both are asked at once, since groups wait. Seldom does anything look as if it hung, and then it is looked at
        // again: what is complete by now and stands open afterwards hangs.
        var askedKnown = admin.describeTransactions(transactionalIds);
        var askedOpen = admin.describeProducers(partitions);
        var known = known(transactionalIds, askedKnown);
        if (known.isEmpty()) {
            return 0;
        }
        var suspected = open(partitions, askedOpen).stream()
                .filter(open -> isEnded(open, known))
                .map(HangingTransaction::partition)
                .collect(Collectors.toSet());
        if (suspected.isEmpty()) {
            return 0;
        }
        int count = 0;
        for (HangingTransaction open : open(suspected, admin.describeProducers(suspected))) {
            var coordinated = known.get(open.producer().producerId());
            if (coordinated != null && end(open, coordinated)) {
                count++;
            }
        }
        return count;
    }

    private static boolean isEnded(HangingTransaction open, Map<Long, TransactionDescription> known) {
        var coordinated = known.get(open.producer().producerId());
        return coordinated != null && open.ending(coordinated) != HangingTransaction.Ending.OPEN;
    }

    private static Map<Long, TransactionDescription> known(
            Collection<String> transactionalIds, DescribeTransactionsResult asked)
            throws ExecutionException, InterruptedException {
        var known = new HashMap<Long, TransactionDescription>();
        for (String transactionalId : transactionalIds) {
            told(asked.description(transactionalId)).ifPresent(each -> known.put(each.producerId(), each));
        }
        return known;
    }

    private static List<HangingTransaction> open(Collection<TopicPartition> partitions, DescribeProducersResult asked)
            throws ExecutionException, InterruptedException {
        var open = new ArrayList<HangingTransaction>();
        for (TopicPartition partition : partitions) {
            told(asked.partitionResult(partition)).stream()
                    .flatMap(found -> found.activeProducers().stream())
                    .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                    .forEach(producer -> open.add(new HangingTransaction(partition, producer)));
        }
        return open;
    }

    /// What isn't there can't hang, and what may not be asked can't be helped.
    private static <T> Optional<T> told(KafkaFuture<T> answer) throws ExecutionException, InterruptedException {
        try {
            return Optional.of(answer.get());
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case UnknownTopicOrPartitionException _ -> Optional.empty();
                case TransactionalIdNotFoundException _ -> Optional.empty();
                case AuthorizationException refused -> {
                    LOG.debug("The log doesn't tell which transactions hang", refused);
                    yield Optional.empty();
                }
                case null, default -> throw e;
            };
        }
    }

    private boolean end(HangingTransaction hanging, TransactionDescription known)
            throws ExecutionException, InterruptedException {
        return switch (hanging.ending(known)) {
            case OPEN -> false;
            case COMMIT -> end(hanging, true);
            case ABORT -> end(hanging, false);
            case FORGOTTEN ->
                throw new IllegalStateException("The transaction of " + named(hanging)
                        + " hangs, and its coordinator has forgotten how it ended. See \"Readers held back\" in"
                        + " docs/runbook.md");
        };
    }

    private boolean end(HangingTransaction hanging, boolean committed) throws ExecutionException, InterruptedException {
        try {
            markers.write(hanging, committed, leader(hanging.partition()));
        } catch (AuthorizationException e) {
            throw new IllegalStateException(
                    "The transaction of " + named(hanging) + " hangs, and the processors may not end it. Give their"
                            + " Kafka user the right to ALTER the cluster",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LOG.warn(
                "The transaction of {} hung, since a broker had left it open; it was ended as its coordinator had: {}.",
                named(hanging),
                committed ? "committed" : "aborted");
        ended.increment();
        return true;
    }

    private Node leader(TopicPartition partition) throws ExecutionException, InterruptedException {
        var topic = described(partition.topic()).get();
        Node leader = topic.partitions().get(partition.partition()).leader();
        if (leader == null || leader.isEmpty()) {
            throw new IllegalStateException(partition + " has no leader");
        }
        return leader;
    }

    private KafkaFuture<TopicDescription> described(String topic) {
        return Objects.requireNonNull(
                admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
    }

    private static String named(HangingTransaction hanging) {
        ProducerState producer = hanging.producer();
        return "producer " + producer.producerId() + " in " + hanging.partition() + " at offset "
                + producer.currentTransactionStartOffset().orElse(-1);
    }
}
