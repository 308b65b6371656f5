package dev.epochal.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Each alert leads to a page that helps, and is known to fire and to be silent.
class AlertsTest {
    private static final String RUNBOOK = "docs/runbook.md";

    @Test
    void each_alert_names_a_section_of_the_runbook_and_each_section_an_alert() {
        var linked = alerts().stream()
                .map(alert -> alert.at("/annotations/runbook").asText())
                .toList();
        var sections = Repository.text(RUNBOOK)
                .lines()
                .filter(line -> line.startsWith("## "))
                .map(line -> RUNBOOK + "#" + anchor(line.substring(3)))
                .toList();
        assertThat(linked).containsExactlyInAnyOrderElementsOf(sections);
    }

    @Test
    void each_section_of_the_runbook_says_what_it_means_where_to_look_and_what_to_do() {
        for (var section : Repository.text(RUNBOOK).split("\n## ", -1)) {
            if (!section.startsWith("# ")) {
                assertThat(section).contains("**Means.**", "**Look at.**", "**Do.**");
            }
        }
    }

    @Test
    void links_within_the_runbook_lead_to_sections() {
        var text = Repository.text(RUNBOOK);
        var anchors = text.lines()
                .filter(line -> line.startsWith("## "))
                .map(line -> "(#" + anchor(line.substring(3)) + ")")
                .collect(Collectors.toSet());
        var links = java.util.regex.Pattern.compile("\\(#[^)]*\\)")
                .matcher(text)
                .results()
                .map(r -> r.group());
        assertThat(links).isNotEmpty().allSatisfy(link -> assertThat(anchors).contains(link));
    }

    @Test
    void each_alert_has_a_summary_and_a_severity_that_somebody_answers_to() {
        assertThat(alerts()).isNotEmpty().allSatisfy(alert -> {
            assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
            assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning");
        });
    }

    @Test
    void each_alert_has_a_case_in_which_it_fires_and_one_in_which_it_does_not() {
        var names = alerts().stream().map(alert -> alert.path("alert").asText()).toList();
        assertThat(tested(true)).containsExactlyInAnyOrderElementsOf(names);
        assertThat(tested(false)).containsExactlyInAnyOrderElementsOf(names);
    }

    private static Set<String> tested(boolean firing) {
        var names = new TreeSet<String>();
        for (var test : Repository.yaml("deploy/prometheus/alerts.test.yml").path("tests")) {
            for (var alert : test.path("alert_rule_test")) {
                if (alert.path("exp_alerts").isEmpty() != firing) {
                    names.add(alert.path("alertname").asText());
                }
            }
        }
        return names;
    }

    private static List<JsonNode> alerts() {
        var alerts = new ArrayList<JsonNode>();
        Repository.yaml("deploy/prometheus/alerts.yml")
                .path("groups")
                .forEach(rules -> rules.path("rules").forEach(alerts::add));
        return alerts;
    }

    private static String anchor(String heading) {
        return heading.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9 -]", "")
                .replace(' ', '-');
    }
}
