package dev.epochal.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;

/// The schemas of the description, as a validator of JSON Schema 2020-12 reads them: the dialect of OpenAPI 3.1.
final class DescribedSchemas {
    private static final String DOCUMENT = "https://epochal.dev/openapi";

    private final SchemaRegistry registry;

    DescribedSchemas(JsonNode description) {
        registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(Map.of(DOCUMENT, description.toString())));
    }

    /// What is wrong with a value.
    ///
    /// @param pointer where its schema stands in the description
    List<String> errors(String pointer, JsonNode value) {
        return registry.getSchema(SchemaLocation.of(DOCUMENT + "#" + pointer)).validate(value).stream()
                .map(Error::toString)
                .toList();
    }
}
