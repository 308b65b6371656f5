package dev.epochal.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import java.util.Optional;

/// The schemas that Kubernetes publishes, as its Java client has them. An unknown or missing field is refused.
final class KubernetesSchema {
    private static final String MODELS = "io.kubernetes.client.openapi.models.";

    private KubernetesSchema() {}

    /// Whether the resource is of Kubernetes itself, and not of an extension.
    static boolean knows(JsonNode resource) {
        var group = resource.path("apiVersion").asText();
        return !group.contains("/")
                || !group.substring(0, group.indexOf('/')).contains(".")
                || group.contains(".k8s.io/");
    }

    /// What is wrong with a resource; empty if nothing is.
    static Optional<String> complaint(JsonNode resource) {
        try {
            var model = Class.forName(MODELS + className(resource));
            model.getMethod("validateJsonElement", JsonElement.class)
                    .invoke(null, JsonParser.parseString(resource.toString()));
            return Optional.empty();
        } catch (InvocationTargetException e) {
            return Optional.of(String.valueOf(e.getCause()));
        } catch (ReflectiveOperationException e) {
            return Optional.of("There is no " + resource.path("apiVersion") + " " + resource.path("kind") + ": " + e);
        }
    }

    /// `apps/v1` and `Deployment` are `V1Deployment`.
    private static String className(JsonNode resource) {
        var group = resource.path("apiVersion").asText();
        var version = group.substring(group.indexOf('/') + 1);
        return version.substring(0, 1).toUpperCase(Locale.ROOT)
                + version.substring(1)
                + resource.path("kind").asText();
    }
}
