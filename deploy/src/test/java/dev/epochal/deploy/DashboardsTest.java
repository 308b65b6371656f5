package dev.epochal.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What Grafana can't tell us here: ids are unique, panels don't overlap, each asks the data source that is
/// provisioned.
class DashboardsTest {
    private static final int COLUMNS = 24;

    static List<String> dashboards() {
        return Repository.files("deploy/grafana/dashboards", name -> name.endsWith(".json"));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void a_dashboard_is_named_after_its_file_and_known_to_the_others(String file) {
        var board = Repository.json(file);
        assertThat(file).endsWith("/" + board.path("uid").asText().replaceFirst("^epochal-", "") + ".json");
        assertThat(board.path("tags")).extracting(JsonNode::asText).contains("epochal");
        assertThat(board.path("title").asText()).startsWith("Epochal: ");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panels_have_ids_of_their_own_and_room_of_their_own(String file) {
        var panels = panels(file);
        assertThat(panels).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates();
        for (var panel : panels) {
            assertThat(right(panel)).isLessThanOrEqualTo(COLUMNS);
            assertThat(panels.stream()
                            .filter(other ->
                                    other.path("id").asInt() != panel.path("id").asInt() && overlap(panel, other)))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void each_panel_asks_the_chosen_data_source_for_something(String file) {
        assertThat(panels(file).stream().filter(panel -> panel.has("targets")))
                .isNotEmpty()
                .allSatisfy(panel -> {
                    assertThat(panel.path("targets")).isNotEmpty();
                    assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
                    assertThat(panel.path("targets"))
                            .allSatisfy(target -> assertThat(Expressions.metrics(
                                            target.path("expr").asText()))
                                    .isNotEmpty());
                });
    }

    private static List<JsonNode> panels(String file) {
        return StreamSupport.stream(Repository.json(file).path("panels").spliterator(), false)
                .toList();
    }

    private static int right(JsonNode panel) {
        return panel.at("/gridPos/x").asInt() + panel.at("/gridPos/w").asInt();
    }

    private static int bottom(JsonNode panel) {
        return panel.at("/gridPos/y").asInt() + panel.at("/gridPos/h").asInt();
    }

    private static boolean overlap(JsonNode one, JsonNode other) {
        return one.at("/gridPos/x").asInt() < right(other)
                && other.at("/gridPos/x").asInt() < right(one)
                && one.at("/gridPos/y").asInt() < bottom(other)
                && other.at("/gridPos/y").asInt() < bottom(one);
    }
}
