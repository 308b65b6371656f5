package dev.epochal.server.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/// docker-compose.yml with the settings of an environment file: each service as Compose would start it.
///
/// Only what that file uses is known: `${NAME}`, `${NAME:-else}` and `${NAME:?reason}`, without nesting, and `$$`.
///
/// @param services what stands under `services`, as it stands there
/// @param settings what `${NAME}` stands for
record ComposeFile(Map<?, ?> services, Map<String, String> settings) {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\$|\\{([A-Z0-9_]+)(?::([-?])([^}]*))?})");

    /// The repository's file, with secrets that `./epochal setup-env` has just made.
    ///
    /// @param folder takes the file of settings
    static ComposeFile withFreshSecrets(Path folder) {
        try {
            Files.createDirectories(folder);
            var file = folder.resolve("env");
            var command =
                    List.of(ROOT.resolve("epochal").toString(), "setup-env", "--force", "--file", file.toString());
            int exit = new ProcessBuilder(command).start().waitFor();
            if (exit != 0) {
                throw new AssertionError(command + " ended with " + exit);
            }
            var text = Files.readString(ROOT.resolve("docker-compose.yml"));
            return of(text, settings(Files.readAllLines(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static ComposeFile of(String text, Map<String, String> settings) {
        Map<String, Object> file = new Yaml().load(text);
        return new ComposeFile((Map<?, ?>) Objects.requireNonNull(file.get("services")), settings);
    }

    private static Map<String, String> settings(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains("=") && !line.startsWith("#"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }

    List<String> names() {
        return services.keySet().stream().map(Object::toString).toList();
    }

    /// A service by its name.
    Part service(String name) {
        return new Part(name, (Map<?, ?>) Objects.requireNonNull(services.get(name), name));
    }

    private String expand(Object raw) {
        return VARIABLE.matcher(raw.toString()).replaceAll(found -> Matcher.quoteReplacement(value(found)));
    }

    private String value(MatchResult found) {
        if (found.group(1) == null) {
            return "$";
        }
        var set = Optional.ofNullable(settings.get(found.group(1))).filter(value -> !value.isEmpty());
        if (set.isEmpty() && "?".equals(found.group(2))) {
            throw new IllegalArgumentException(found.group(1) + ": " + found.group(3));
        }
        return set.orElse(found.group(3) == null ? "" : found.group(3));
    }

    /// What Compose would start under a name.
    final class Part {
        private final String name;
        private final Map<?, ?> entries;

        private Part(String name, Map<?, ?> entries) {
            this.name = name;
            this.entries = entries;
        }

        String name() {
            return name;
        }

        String image() {
            return expand(Objects.requireNonNull(entries.get("image"), name));
        }

        Map<String, String> environment() {
            var environment = new HashMap<String, String>();
            if (entries.get("environment") instanceof Map<?, ?> variables) {
                variables.forEach((variable, value) -> environment.put(variable.toString(), expand(value)));
            }
            return environment;
        }

        /// What the image is started with; empty leaves that to the image.
        List<String> command() {
            return list(entries.get("command"));
        }

        /// `CMD` or `CMD-SHELL`, and what tells whether it is well.
        List<String> healthTest() {
            return list(((Map<?, ?>) Objects.requireNonNull(entries.get("healthcheck"), name)).get("test"));
        }

        /// Those of its capabilities that are taken away.
        List<String> droppedCapabilities() {
            return list(entries.get("cap_drop"));
        }

        List<String> securityOptions() {
            return list(entries.get("security_opt"));
        }

        boolean isReadOnly() {
            return Boolean.TRUE.equals(entries.get("read_only"));
        }

        /// Folders that only its memory holds, with their options.
        Map<String, String> memoryFolders() {
            return list(entries.get("tmpfs")).stream()
                    .map(each -> each.split(":", 2))
                    .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        }

        /// The most that it may take of the machine's memory, in octets.
        long memory() {
            var deploy = (Map<?, ?>) Objects.requireNonNull(entries.get("deploy"), name);
            var resources = (Map<?, ?>) Objects.requireNonNull(deploy.get("resources"), name);
            var limits = (Map<?, ?>) Objects.requireNonNull(resources.get("limits"), name);
            var memory = expand(Objects.requireNonNull(limits.get("memory"), name));
            long number = Long.parseLong(memory.substring(0, memory.length() - 1));
            return switch (memory.charAt(memory.length() - 1)) {
                case 'm' -> number << 20;
                case 'g' -> number << 30;
                default -> throw new IllegalArgumentException(name + " has memory " + memory);
            };
        }

        private List<String> list(@Nullable Object raw) {
            return raw instanceof List<?> all
                    ? all.stream().map(ComposeFile.this::expand).toList()
                    : List.of();
        }
    }
}
