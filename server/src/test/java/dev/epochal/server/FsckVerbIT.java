package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/// `epochal fsck` on the data folder of a server.
class FsckVerbIT {
    @Test
    void tells_by_its_exit_code_and_its_report_whether_something_is_wrong() throws JsonProcessingException {
        var folder = StoppedFolder.withStory("fsck-verb");
        var clean = Verb.run("fsck", "--data", folder.path().toString());
        assertThat(clean.exit()).as(clean.err()).isZero();
        assertThat(clean.out()).contains("Log: 4 events of 1 groups", "Nothing is wrong.");

        folder.sql("update group_event set kind = 13 where seq = 1");
        var damaged = Verb.run("fsck", "--data", folder.path().toString());
        assertThat(damaged.exit()).as(damaged.err()).isEqualTo(3);
        assertThat(damaged.out())
                .containsPattern("First difference: row-changed: mls.group.events-\\d at offset \\d+, group [\\w-]+: "
                        + "table group_event, .*columns \\[kind], from event 1");

        var json = Verb.run("fsck", "--json", "--data", folder.path().toString());
        assertThat(json.exit()).as(json.err()).isEqualTo(3);
        var report = new ObjectMapper().readTree(json.out());
        assertThat(report.path("clean").asBoolean()).isFalse();
        assertThat(report.path("found").asInt()).isOne();
        assertThat(report.path("findings").path(0).path("kind").asText()).isEqualTo("row-changed");
        assertThat(report.path("findings").path(0).path("offset").asLong()).isNotNegative();

        var logOnly = Verb.run("fsck", "--no-rows", "--data", folder.path().toString());
        assertThat(logOnly.exit()).as(logOnly.err()).isZero();
    }
}
