package dev.epochal.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.PayloadKeys;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class MissingKeysTest {
    private static final List<LoggedRecord> ARCHIVED = List.of(keys("one", 3), keys("two", 0));

    @Test
    void an_empty_log_gets_all_keys() {
        assertThat(missing()).isEqualTo(ARCHIVED);
    }

    @Test
    void what_an_interrupted_restore_has_added_is_not_added_again() {
        assertThat(missing(keys("one", 3))).containsExactly(keys("two", 0));
        assertThat(missing(keys("one", 3), keys("two", 0))).isEmpty();
    }

    @Test
    void a_log_on_which_something_was_erased_since_gets_no_older_keys() {
        refused(keys("one", 3), keys("one", 5));
        refused(keys("one", 5));
    }

    @Test
    void a_log_with_a_group_that_the_archive_does_not_have_gets_none() {
        refused(keys("three", 0));
    }

    private static List<LoggedRecord> missing(LoggedRecord... logged) {
        return MissingKeys.of(
                        new TopicPartition("mls.payload.keys", 2),
                        ARCHIVED,
                        List.of(logged).iterator())
                .records();
    }

    private static void refused(LoggedRecord... logged) {
        assertThatThrownBy(() -> missing(logged))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("into an empty log only");
    }

    private static LoggedRecord keys(String group, long seq) {
        var keys = PayloadKeys.newBuilder().setSeq(seq).build();
        return new LoggedRecord(seq, 17, ByteString.copyFromUtf8(group), keys.toByteString(), List.of());
    }
}
