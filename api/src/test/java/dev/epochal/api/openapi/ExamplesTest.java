package dev.epochal.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.epochal.api.problem.ProblemType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Each body that the description speaks of has an example, and each example is what the description says.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ExamplesTest {
    private static final List<String> METHODS = List.of("get", "put", "post", "delete");
    /// What is bytes, or stands for itself.
    private static final Set<String> WITHOUT = Set.of(
            "message/mls",
            "application/octet-stream",
            "application/vnd.epochal.history",
            "application/yaml",
            "text/html",
            "text/css",
            "text/javascript");

    private final JsonNode description;
    private final DescribedSchemas schemas;

    ExamplesTest() throws IOException {
        description = new YAMLMapper()
                .readTree(Path.of("src/main/resources/openapi.yaml").toFile());
        schemas = new DescribedSchemas(description);
    }

    /// A body of an operation.
    ///
    /// @param name what to call it
    /// @param pointer where it stands in the description
    private record Content(String name, String mediaType, String pointer, JsonNode node) {}

    @Test
    void each_body_has_an_example() {
        assertThat(contents())
                .hasSizeGreaterThan(50)
                .filteredOn(content -> !WITHOUT.contains(content.mediaType()))
                .allSatisfy(content ->
                        assertThat(examples(content)).as(content.name()).isNotEmpty());
    }

    @Test
    void each_example_is_what_its_schema_says() {
        assertThat(contents()).allSatisfy(content -> {
            for (var example : examples(content)) {
                assertThat(schemas.errors(content.pointer() + "/schema", example))
                        .as(content.name() + " " + example)
                        .isEmpty();
            }
        });
    }

    @Test
    void a_schema_refuses_what_it_does_not_say() throws IOException {
        var content = contents().stream()
                .filter(each -> each.name().startsWith("submitMessage request application/json"))
                .findFirst()
                .orElseThrow();
        var json = new YAMLMapper();
        assertThat(schemas.errors(content.pointer() + "/schema", json.readTree("{message: AAEC, extra: 1}")))
                .isNotEmpty();
        assertThat(schemas.errors(content.pointer() + "/schema", json.readTree("{message: \"A=\"}")))
                .isNotEmpty();
    }

    @Test
    void each_problem_type_has_an_example_with_its_status_title_and_next_step() {
        var examples = description.at("/components/responses/Problem/content/application~1problem+json/examples");
        assertThat(examples.properties()).hasSameSizeAs(ProblemType.values());
        assertThat(Stream.of(ProblemType.values())).allSatisfy(type -> {
            var example = examples.path(type.slug()).path("value");
            assertThat(example.path("type").asText()).isEqualTo(type.uri());
            assertThat(example.path("title").asText()).isEqualTo(type.title());
            assertThat(example.path("status").asInt()).isEqualTo(type.status());
            assertThat(example.at("/next/action").asText())
                    .isEqualTo(type.nextAction().word());
        });
    }

    private List<Content> contents() {
        var contents = new ArrayList<Content>();
        description
                .path("paths")
                .properties()
                .forEach(path -> METHODS.stream().filter(path.getValue()::has).forEach(method -> {
                    var pointer = "/paths/" + escaped(path.getKey()) + "/" + method;
                    var operation = path.getValue().path(method);
                    var id = operation.path("operationId").asText();
                    add(contents, id + " request ", pointer + "/requestBody");
                    operation.path("responses").properties().forEach(response -> {
                        var reference = response.getValue().path("$ref").asText();
                        add(
                                contents,
                                id + " " + response.getKey() + " ",
                                reference.isEmpty()
                                        ? pointer + "/responses/" + response.getKey()
                                        : reference.substring(1));
                    });
                }));
        return contents;
    }

    private void add(List<Content> contents, String name, String pointer) {
        description.at(pointer + "/content").properties().forEach(content -> {
            var place = pointer + "/content/" + escaped(content.getKey());
            contents.add(new Content(name + content.getKey(), content.getKey(), place, content.getValue()));
        });
    }

    private static List<JsonNode> examples(Content content) {
        var examples = new ArrayList<JsonNode>();
        if (content.node().has("example")) {
            examples.add(content.node().path("example"));
        }
        content.node().path("examples").forEach(example -> examples.add(example.path("value")));
        return examples;
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
