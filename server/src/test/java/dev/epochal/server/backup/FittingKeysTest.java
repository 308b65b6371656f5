package dev.epochal.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.EventHeader;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.PayloadKeys;
import java.util.List;
import org.junit.jupiter.api.Test;

class FittingKeysTest {
    private final FittingKeys keys = new FittingKeys();

    /// What a backup that adds the events up to a seq keeps of a topic.
    private List<Long> kept(long added, List<LoggedRecord> before, LoggedRecord... topic) {
        for (long seq = 0; seq <= added; seq++) {
            var header = EventHeader.newBuilder().setSeq(seq);
            keys.added(keys(0), GroupEvent.newBuilder().setHeader(header).build());
        }
        keys.begin(before);
        List.of(topic).forEach(keys::take);
        return keys.records().stream().map(LoggedRecord::offset).toList();
    }

    private static LoggedRecord keys(long seq) {
        var keys = PayloadKeys.newBuilder().setSeq(seq).build();
        return new LoggedRecord(seq, 17, ByteString.copyFromUtf8("group"), keys.toByteString(), List.of());
    }

    @Test
    void keys_that_an_event_of_the_backup_has_left_are_kept_and_no_older_ones() {
        assertThat(kept(9, List.of(), keys(0), keys(4), keys(9))).containsExactly(9L);
    }

    @Test
    void an_erasure_that_the_backup_does_not_have_takes_no_key_from_it() {
        assertThat(kept(8, List.of(), keys(0), keys(4), keys(9))).containsExactly(4L);
    }

    @Test
    void what_the_backup_before_had_erased_does_not_come_back_with_a_topic_that_is_not_compacted() {
        assertThat(kept(-1, List.of(keys(4)), keys(0), keys(4))).containsExactly(4L);
    }

    @Test
    void keys_that_the_topic_has_no_more_are_taken_from_the_backup_before() {
        assertThat(kept(8, List.of(keys(4)), keys(9))).containsExactly(4L);
        assertThat(kept(9, List.of(keys(4)), keys(9))).containsExactly(9L);
    }

    @Test
    void a_group_that_came_a_moment_later_has_its_keys_already() {
        assertThat(kept(-1, List.of(), keys(0))).containsExactly(0L);
    }
}
