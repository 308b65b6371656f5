package dev.epochal.api.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.epochal.embedded.BrokerSettings;
import dev.epochal.embedded.Durability;
import dev.epochal.embedded.EmbeddedBroker;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.SubmitMessage;
import dev.epochal.schema.record.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KafkaSubmissionLogIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Waiters waiters = new Waiters();
    private EmbeddedBroker broker;
    private Map<String, Object> connection;
    private Decider decider;
    private KafkaSubmissionLog log;

    @BeforeAll
    void start(@TempDir Path data) throws InterruptedException, ExecutionException {
        broker = EmbeddedBroker.start(BrokerSettings.of(data, Durability.OS), _ -> {});
        connection = Map.of("bootstrap.servers", broker.bootstrapServers());
        assertThatThrownBy(() -> KafkaSubmissionLog.open(connection, "too-early", waiters::decided))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Topic.VERDICTS.topicName());
        try (var admin = Admin.create(connection)) {
            admin.createTopics(List.of(
                            new NewTopic(Topic.GROUP_COMMANDS.topicName(), Decider.PARTITIONS, (short) 1),
                            new NewTopic(Topic.VERDICTS.topicName(), 8, (short) 1)))
                    .all()
                    .get();
        }
        decider = new Decider(connection);
        log = KafkaSubmissionLog.open(connection, "instance-1", waiters::decided);
    }

    @AfterAll
    void stop() throws InterruptedException {
        log.close();
        decider.stop();
        broker.close();
    }

    @Test
    void a_command_comes_back_as_its_verdict() {
        var verdict = submit("hello", PATIENCE).orElseThrow();
        assertThat(verdict.getGroupReceipt().getSeq()).isNotNegative();
        assertThat(verdict.getGroupId()).isEqualTo(ByteString.copyFromUtf8("group hello"));
    }

    @Test
    void many_commands_come_back_to_their_own_waiters() {
        var wrong = IntStream.range(0, 300)
                .parallel()
                .filter(i -> !submit("message " + i, PATIENCE)
                        .orElseThrow()
                        .getGroupId()
                        .equals(ByteString.copyFromUtf8("group message " + i)))
                .count();
        assertThat(wrong).isZero();
        assertThat(waiters.size()).isZero();
    }

    @Test
    void two_instances_do_not_take_each_others_verdicts() {
        var others = new Waiters();
        try (var other = KafkaSubmissionLog.open(connection, "instance-2", others::decided)) {
            assertThat(submit(others, other, "other", PATIENCE)).isPresent();
            assertThat(submit("mine", PATIENCE)).isPresent();
        }
    }

    @Test
    void a_verdict_of_an_aborted_transaction_is_none() {
        assertThat(submit("aborted", Duration.ofSeconds(2))).isEmpty();
        assertThat(submit("after", PATIENCE)).isPresent();
    }

    @Test
    void a_verdict_with_a_wrong_seal_is_none() {
        assertThat(submit("forged", Duration.ofSeconds(2))).isEmpty();
        assertThat(submit("after", PATIENCE)).isPresent();
    }

    @Test
    void a_command_that_is_too_large_is_certainly_not_appended() {
        assertThatThrownBy(() -> submit("x".repeat(9 << 20), PATIENCE)).isInstanceOf(NotAppendedException.class);
    }

    @Test
    void goes_on_after_the_broker_was_killed() {
        assertThat(submit("before", PATIENCE)).isPresent();
        broker.kill();
        broker.restart();
        assertThat(submit("after", PATIENCE)).isPresent();
        assertThat(log.isFollowing()).isTrue();
    }

    private Optional<Verdict> submit(String message, Duration patience) {
        return submit(waiters, log, message, patience);
    }

    private static Optional<Verdict> submit(Waiters waiters, SubmissionLog log, String message, Duration patience) {
        var id = ByteString.copyFromUtf8(UUID.randomUUID().toString().substring(0, 16));
        var groupId = ByteString.copyFromUtf8("group " + message.substring(0, Math.min(20, message.length())));
        var command = GroupCommand.newBuilder()
                .setSubmissionId(id)
                .setGroupId(groupId)
                .setVerdictPartition(log.verdictPartition())
                .setSubmitMessage(SubmitMessage.newBuilder().setMessage(ByteString.copyFromUtf8(message)));
        var waiter = waiters.expect(id);
        log.append(
                new CommandRecord(Topic.GROUP_COMMANDS, groupId, command.build().toByteString(), "a-test"),
                why -> waiters.refused(id, why));
        return waiters.await(id, waiter, patience);
    }
}
