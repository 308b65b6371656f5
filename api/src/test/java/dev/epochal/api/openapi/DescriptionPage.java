package dev.epochal.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes the description of the interface as one page of HTML that needs nothing from anywhere.
final class DescriptionPage {
    private static final List<String> METHODS = List.of("get", "put", "post", "delete");

    private final JsonNode description;
    private final String style;
    private final StringBuilder html = new StringBuilder();

    /// @param style the style sheet
    DescriptionPage(JsonNode description, String style) {
        this.description = description;
        this.style = style;
    }

    private record Operation(String method, String path, JsonNode shared, JsonNode node) {
        String id() {
            return node.path("operationId").asText();
        }
    }

    String write() {
        var info = description.path("info");
        line("<!doctype html>");
        line("<html lang=\"en\">");
        line("<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">");
        line("<title>" + escape(info.path("title").asText()) + ": the interface</title>");
        line("<style>\n" + style + "</style></head>");
        line("<body>");
        navigation();
        line("<main>");
        line("<h1>" + escape(info.path("title").asText()) + "</h1>");
        line("<p class=\"summary\">" + escape(info.path("summary").asText()) + "</p>");
        prose(info.path("description").asText());
        line("<p>For programs: <a href=\"/openapi\">OpenAPI "
                + escape(description.path("openapi").asText()) + "</a>.</p>");
        byTag().forEach(this::tag);
        line("<h2 id=\"schemas\">Schemas</h2>");
        description
                .path("components")
                .path("schemas")
                .properties()
                .forEach(entry -> schema(entry.getKey(), entry.getValue()));
        line("</main>");
        line("</body>");
        line("</html>");
        return html.toString();
    }

    private Map<String, List<Operation>> byTag() {
        var tags = new LinkedHashMap<String, List<Operation>>();
        description.path("tags").forEach(tag -> tags.put(tag.path("name").asText(), new ArrayList<>()));
        description
                .path("paths")
                .properties()
                .forEach(path -> METHODS.stream()
                        .filter(path.getValue()::has)
                        .map(method -> new Operation(
                                method,
                                path.getKey(),
                                path.getValue(),
                                path.getValue().path(method)))
                        .forEach(operation -> tags.computeIfAbsent(
                                        operation.node().path("tags").path(0).asText(), _ -> new ArrayList<>())
                                .add(operation)));
        return tags;
    }

    private void navigation() {
        line("<nav>");
        byTag().forEach((tag, operations) -> {
            line("<h2>" + escape(tag) + "</h2><ul>");
            operations.forEach(operation -> line("<li><a href=\"#" + operation.id() + "\"><b>"
                    + operation.method().toUpperCase(Locale.ROOT) + "</b> " + escape(operation.path())
                    + "</a></li>"));
            line("</ul>");
        });
        line("<h2><a href=\"#schemas\">Schemas</a></h2>");
        line("</nav>");
    }

    private void tag(String name, List<Operation> operations) {
        line("<h2>" + escape(name) + "</h2>");
        operations.forEach(this::operation);
    }

    private void operation(Operation operation) {
        line("<section id=\"" + operation.id() + "\">");
        line("<h3><b>" + operation.method().toUpperCase(Locale.ROOT) + "</b> <code>" + escape(operation.path())
                + "</code></h3>");
        line("<p class=\"summary\">" + escape(operation.node().path("summary").asText()) + "</p>");
        prose(operation.node().path("description").asText());
        parameters(operation);
        body(operation.node().path("requestBody"));
        responses(operation.node().path("responses"));
        line("</section>");
    }

    private void parameters(Operation operation) {
        var parameters = new ArrayList<JsonNode>();
        operation.shared().path("parameters").forEach(each -> parameters.add(resolved(each)));
        operation.node().path("parameters").forEach(each -> parameters.add(resolved(each)));
        if (parameters.isEmpty()) {
            return;
        }
        line("<h4>Parameters</h4><table>");
        parameters.forEach(each -> row(
                "<code>" + escape(each.path("name").asText()) + "</code> <small>"
                        + each.path("in").asText() + (each.path("required").asBoolean() ? ", required" : "")
                        + "</small>",
                type(each.path("schema")),
                each.path("description")
                        .asText(resolved(each.path("schema"))
                                .path("description")
                                .asText())));
        line("</table>");
    }

    private void body(JsonNode body) {
        body.path("content").properties().forEach(content -> {
            line("<h4>Body <code>" + escape(content.getKey()) + "</code></h4>");
            shape(content.getValue().path("schema"));
            example(content.getValue());
        });
    }

    private void responses(JsonNode responses) {
        line("<h4>Answers</h4><table>");
        responses.properties().forEach(each -> {
            var response = resolved(each.getValue());
            var shown = response.path("content").properties().stream()
                    .map(content -> "<code>" + escape(content.getKey()) + "</code> "
                            + type(content.getValue().path("schema")))
                    .collect(Collectors.joining("<br>"));
            row(
                    "<b>" + escape(each.getKey()) + "</b>",
                    shown,
                    response.path("description").asText());
        });
        line("</table>");
        responses
                .properties()
                .forEach(each -> resolved(each.getValue())
                        .path("content")
                        .properties()
                        .forEach(content -> {
                            var schema = content.getValue().path("schema");
                            if (schema.has("properties")) {
                                shape(schema);
                            }
                            prose(schema.path("description").asText());
                            example(content.getValue());
                        }));
    }

    private void example(JsonNode content) {
        if (content.has("example")) {
            var example = content.path("example");
            line("<pre>" + escape(example.isTextual() ? example.asText().strip() : example.toPrettyString())
                    + "</pre>");
        }
    }

    private void schema(String name, JsonNode schema) {
        line("<section id=\"schema-" + name + "\"><h3>" + escape(name) + "</h3>");
        prose(schema.path("description").asText());
        shape(schema);
        example(schema);
        line("</section>");
    }

    /// The members of an object, or else the type.
    private void shape(JsonNode schema) {
        if (schema.has("allOf")) {
            schema.path("allOf").forEach(this::shape);
        } else if (schema.has("properties")) {
            var required = new ArrayList<String>();
            schema.path("required").forEach(each -> required.add(each.asText()));
            line("<table>");
            schema.path("properties")
                    .properties()
                    .forEach(member -> row(
                            "<code>" + escape(member.getKey()) + "</code>"
                                    + (required.contains(member.getKey()) ? "" : " <small>optional</small>"),
                            type(member.getValue()),
                            member.getValue().path("description").asText()));
            line("</table>");
        } else if (!schema.isMissingNode()) {
            line("<p>" + type(schema) + "</p>");
        }
    }

    private String type(JsonNode schema) {
        if (schema.has("$ref")) {
            var name = schema.path("$ref").asText().replaceFirst(".*/", "");
            return "<a href=\"#schema-" + name + "\">" + escape(name) + "</a>";
        }
        if (schema.has("enum")) {
            var words = new ArrayList<String>();
            schema.path("enum").forEach(word -> words.add("<code>" + escape(word.asText()) + "</code>"));
            return String.join(words.size() > 12 ? "<br>" : " | ", words);
        }
        return switch (schema.path("type").asText()) {
            case "array" -> "list of " + type(schema.path("items"));
            case "object" -> "object";
            default -> escape(schema.path("type").asText()) + limits(schema);
        };
    }

    private static String limits(JsonNode schema) {
        var limits = new ArrayList<String>();
        for (var limit : List.of("format", "minimum", "maximum", "default")) {
            if (schema.has(limit)) {
                limits.add(limit + " " + schema.path(limit).asText());
            }
        }
        return limits.isEmpty() ? "" : " <small>" + escape(String.join(", ", limits)) + "</small>";
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? description.at(node.path("$ref").asText().substring(1)) : node;
    }

    private void row(String first, String second, String third) {
        line("<tr><td>" + first + "</td><td>" + second + "</td><td>" + inline(third) + "</td></tr>");
    }

    /// Paragraphs stand apart by an empty line.
    private void prose(String text) {
        for (var paragraph : text.strip().split("\n\\s*\n", -1)) {
            if (!paragraph.isBlank()) {
                line("<p>" + inline(paragraph) + "</p>");
            }
        }
    }

    private static String inline(String text) {
        return escape(text.strip()).replaceAll("`([^`]*)`", "<code>$1</code>");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private void line(String text) {
        html.append(text).append('\n');
    }
}
