package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/// `epochal rebuild` on the data folder of a server.
class RebuildIT {
    @Test
    void rows_are_byte_equal_whatever_was_done_to_them_and_the_server_goes_on_with_them() {
        var folder = StoppedFolder.withStory("rebuild");
        var first = rebuilt(folder);
        assertThat(first.path("same_as_before").asBoolean()).isTrue();
        assertThat(first.path("tables").path("mls_group").path("rows").asInt()).isOne();
        assertThat(first.path("tables").path("group_member").path("rows").asInt())
                .isEqualTo(2);

        folder.sql(
                "delete from group_member where leaf_index = 1",
                "update mls_group set epoch = 77",
                "delete from key_package");
        var second = rebuilt(folder);
        assertThat(second.path("same_as_before").asBoolean()).isFalse();
        assertThat(second.path("tables")
                        .path("key_package")
                        .path("same_as_before")
                        .asBoolean())
                .isFalse();
        assertThat(second.path("tables")
                        .path("tree_node")
                        .path("same_as_before")
                        .asBoolean())
                .isTrue();
        second.path("tables")
                .properties()
                .forEach(table -> assertThat(table.getValue().path("sha256").asText())
                        .as(table.getKey())
                        .isEqualTo(first.path("tables")
                                .path(table.getKey())
                                .path("sha256")
                                .asText()));

        try (var server = RunningServer.start(folder.path())) {
            StoppedFolder.tell(server);
        }
        folder.loseLog();
        var elsewhere = Verb.run("serve", "--port", "0", "--data", folder.path().toString());
        assertThat(elsewhere.exit()).as(elsewhere.out()).isEqualTo(1);
        assertThat(elsewhere.err()).contains("the read model belongs to cluster");
    }

    @Test
    void refuses_a_folder_that_no_server_has_used() {
        var verb = Verb.run("rebuild", "--data", TestFolder.absent("nobody").toString());
        assertThat(verb.exit()).isEqualTo(1);
        assertThat(verb.err()).contains("There is no data folder");
    }

    private static JsonNode rebuilt(StoppedFolder folder) {
        var verb = Verb.run("rebuild", "--json", "--data", folder.path().toString());
        assertThat(verb.exit()).as(verb.err()).isZero();
        try {
            return new ObjectMapper().readTree(verb.out());
        } catch (JsonProcessingException e) {
            throw new AssertionError(verb.out(), e);
        }
    }
}
