package dev.epochal.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The metrics that alerts and dashboards ask for.
final class Expressions {
    /// What stands beside names in an expression: strings, label lists, ranges, what is grouped by.
    private static final Pattern NO_NAMES = Pattern.compile(
            "\"(?:[^\"\\\\]|\\\\.)*\"|\\{[^}]*\\}|\\[[^\\]]*\\]|\\b(?:by|without|on|ignoring)\\s*\\([^)]*\\)");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\(([a-zA-Z_:][a-zA-Z0-9_:]*).*");
    private static final Pattern NAME =
            Pattern.compile("(?<![a-zA-Z0-9_$.])[a-zA-Z_:][a-zA-Z0-9_:]*(?!\\s*\\(|[a-zA-Z0-9_:])");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "by", "without", "bool", "offset");

    private Expressions() {}

    /// The metrics of an expression.
    static Set<String> metrics(String expression) {
        var names = new TreeSet<String>();
        var labels = LABEL_VALUES.matcher(expression);
        if (labels.matches()) {
            names.add(labels.group(1));
            return names;
        }
        var bare =
                NO_NAMES.matcher(NO_NAMES.matcher(expression).replaceAll(" ")).replaceAll(" ");
        NAME.matcher(bare)
                .results()
                .map(result -> result.group())
                .filter(name -> !WORDS.contains(name))
                .forEach(names::add);
        return names;
    }

    /// The metrics that stand in alerts and dashboards, with the files that they stand in.
    static Map<String, Set<String>> used() {
        var used = new TreeMap<String, Set<String>>();
        collect("deploy/prometheus/alerts.yml", Repository.yaml("deploy/prometheus/alerts.yml"), used);
        for (var file : Repository.files("deploy/grafana/dashboards", name -> name.endsWith(".json"))) {
            collect(file, Repository.json(file), used);
        }
        return used;
    }

    private static void collect(String file, JsonNode node, Map<String, Set<String>> used) {
        for (var member : new String[] {"expr", "definition"}) {
            if (node.path(member).isTextual()) {
                metrics(node.path(member).asText())
                        .forEach(name ->
                                used.computeIfAbsent(name, _ -> new TreeSet<>()).add(file));
            }
        }
        node.forEach(child -> collect(file, child, used));
    }
}
