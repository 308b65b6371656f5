package dev.epochal.server.fsck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.processor.core.GroupEvolution;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.server.audit.TestHistory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// A retention may erase what has been kept as long as it says, by the time of the event that erases.
@DisplayNameGeneration(ReplaceUnderscores.class)
class GroupHistoryTest {
    private final TestHistory told = new TestHistory("a history with a retention", 5)
            .add("bob")
            .say("hello")
            .erase(3);
    private final long kept = acceptedAtMs(3) - acceptedAtMs(2);
    private final KeyRing keys = new KeyRing();
    private final GroupHistory history = new GroupHistory(GroupEvolution.judging(SignatureVerifier.fastest()), keys);

    @Test
    void a_payload_that_a_retention_has_kept_as_long_as_it_says_may_be_missing() throws InvalidProtocolBufferException {
        take(told.keptFor(kept));
        history.end();
        assertThat(history.seq()).isEqualTo(3);
    }

    @Test
    void a_payload_that_a_retention_has_not_kept_long_enough_is_found() {
        assertThatThrownBy(() -> take(told.keptFor(kept + 1)))
                .isInstanceOfSatisfying(
                        DifferenceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED));
    }

    private long acceptedAtMs(int seq) {
        return told.sealed().get(seq).getHeader().getAcceptedAtMs();
    }

    private void take(TestHistory logged) throws InvalidProtocolBufferException {
        var groupId = logged.keysLeft().getGroupId().toByteArray();
        keys.take(new ConsumerRecord<>(
                Topic.PAYLOAD_KEYS.topicName(), 2, 0, groupId, logged.keysLeft().toByteArray()));
        for (GroupEvent event : logged.sealed()) {
            history.take(new ConsumerRecord<>(
                    Topic.GROUP_EVENTS.topicName(), 2, event.getHeader().getSeq(), groupId, event.toByteArray()));
        }
    }
}
