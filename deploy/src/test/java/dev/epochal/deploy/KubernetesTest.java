package dev.epochal.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each resource fits its schema, and each pod keeps the rules of the house.
class KubernetesTest {
    private static final Set<String> OF_KUSTOMIZE = Set.of("Kustomization", "Component");
    private static final Set<String> OF_EXTENSIONS = Set.of("monitoring.coreos.com/v1", "keda.sh/v1alpha1");

    static List<String> files() {
        return Repository.files("deploy/kubernetes", name -> name.endsWith(".yaml"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void each_resource_fits_its_schema(String file) {
        for (var resource : Repository.yamls(file)) {
            if (OF_KUSTOMIZE.contains(resource.path("kind").asText())) {
                continue;
            }
            if (KubernetesSchema.knows(resource)) {
                assertThat(KubernetesSchema.complaint(resource)).isEmpty();
            } else {
                assertThat(resource.path("apiVersion").asText()).isIn(OF_EXTENSIONS);
            }
        }
    }

    @Test
    void a_field_that_does_not_exist_would_be_found() {
        var deployment = workloads("deploy/kubernetes/base").getFirst();
        ((ObjectNode) pod(deployment).path("containers").path(0)).put("imagee", "epochal");
        assertThat(KubernetesSchema.complaint(deployment))
                .hasValueSatisfying(what -> assertThat(what).contains("imagee"));
    }

    @Test
    void no_pod_is_root_or_can_write_to_its_image() {
        assertThat(workloads("deploy/kubernetes")).isNotEmpty().allSatisfy(workload -> {
            var pod = pod(workload);
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            for (var container : pod.path("containers")) {
                assertThat(container
                                .at("/securityContext/allowPrivilegeEscalation")
                                .asBoolean(true))
                        .isFalse();
                assertThat(container.at("/securityContext/capabilities/drop/0").asText())
                        .isEqualTo("ALL");
                assertThat(container.at("/resources/limits/memory").asText()).isNotBlank();
                assertThat(container.at("/resources/requests/cpu").asText()).isNotBlank();
            }
        });
        assertThat(workloads("deploy/kubernetes/base"))
                .allSatisfy(workload -> assertThat(pod(workload)
                                .at("/containers/0/securityContext/readOnlyRootFilesystem")
                                .asBoolean())
                        .isTrue());
    }

    @Test
    void no_password_stands_in_a_file_or_in_an_environment_of_the_server() {
        for (var workload : workloads("deploy/kubernetes/base")) {
            for (var variable : pod(workload).at("/containers/0/env")) {
                assertThat(variable.has("valueFrom")).isFalse();
                assertThat(variable.path("name").asText())
                        .doesNotEndWith("PASSWORD")
                        .doesNotEndWith("SECRET");
            }
        }
        assertThat(files().stream().flatMap(file -> Repository.yamls(file).stream()))
                .noneMatch(resource -> resource.path("kind").asText().equals("Secret"));
    }

    @Test
    void each_role_is_probed_may_be_disrupted_one_by_one_and_has_time_to_drain() {
        var resources = resources("deploy/kubernetes/base");
        var roles = new TreeSet<String>();
        for (var deployment : resources) {
            if (!deployment.path("kind").asText().equals("Deployment")) {
                continue;
            }
            var role = deployment
                    .at("/metadata/labels")
                    .path("app.kubernetes.io/component")
                    .asText();
            roles.add(role);
            var container = pod(deployment).at("/containers/0");
            assertThat(container.path("args")).extracting(JsonNode::asText).contains("--role", role);
            assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
            assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
            assertThat(pod(deployment).path("terminationGracePeriodSeconds").asInt())
                    .isGreaterThanOrEqualTo(30);
            assertThat(resources).anySatisfy(resource -> {
                assertThat(resource.path("kind").asText()).isEqualTo("PodDisruptionBudget");
                assertThat(resource.at("/spec/selector")).isEqualTo(deployment.at("/spec/selector"));
            });
        }
        assertThat(roles).containsExactly("api", "processor", "projections");
    }

    @Test
    void the_rules_of_the_operator_are_the_alerts() {
        var rules = Repository.yaml("deploy/kubernetes/components/monitoring/rules.yaml");
        assertThat(rules.at("/spec/groups"))
                .isEqualTo(Repository.yaml("deploy/prometheus/alerts.yml").path("groups"));
    }

    /// The interface of clients and that of operators share a port; who comes from outside reaches the first only.
    @Tag("S15")
    @Test
    void what_is_for_operators_is_reached_from_inside_only() {
        var paths = resources("deploy/kubernetes").stream()
                .filter(resource -> resource.path("kind").asText().equals("Ingress"))
                .flatMap(ingress -> ingress.findValuesAsText("path").stream())
                .toList();
        assertThat(paths).isNotEmpty().isSubsetOf("/v1", "/openapi", "/docs", "/console");
        assertThat(Repository.text("deploy/caddy/Caddyfile"))
                .contains("@inside path /metrics /health /health/*\n\trespond @inside 404\n");
    }

    private static JsonNode pod(JsonNode workload) {
        return workload.path("kind").asText().equals("CronJob")
                ? workload.at("/spec/jobTemplate/spec/template/spec")
                : workload.at("/spec/template/spec");
    }

    private static List<JsonNode> workloads(String folder) {
        return resources(folder).stream()
                .filter(resource -> Set.of("Deployment", "StatefulSet", "Job", "CronJob")
                        .contains(resource.path("kind").asText()))
                .toList();
    }

    private static List<JsonNode> resources(String folder) {
        var resources = new ArrayList<JsonNode>();
        for (var file : Repository.files(folder, name -> name.endsWith(".yaml"))) {
            resources.addAll(Repository.yamls(file));
        }
        return resources;
    }
}
