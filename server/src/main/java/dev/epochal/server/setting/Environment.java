package dev.epochal.server.setting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The environment variables. Each `NAME` can also be given as `NAME_FILE`, a file that holds the value, so that
/// secrets need not stand in the environment.
///
/// @param variables the variables by their names
public record Environment(Map<String, String> variables) {
    public Environment {
        variables = Map.copyOf(variables);
    }

    /// That of this process.
    public static Environment ofProcess() {
        return new Environment(System.getenv());
    }

    /// The value of a variable or of its file; empty if neither is set or it is blank.
    public Optional<String> value(String name) {
        var direct = plain(name);
        var file = plain(name + "_FILE");
        if (direct.isPresent() && file.isPresent()) {
            throw new StartRefusedException("Both " + name + " and " + name + "_FILE are set: unset one of them");
        }
        return direct.or(() -> file.map(path -> content(name, path)));
    }

    /// A variable that holds a number.
    public Optional<Integer> number(String name) {
        return value(name).map(text -> {
            try {
                return Integer.valueOf(text);
            } catch (NumberFormatException _) {
                // The value is not repeated: it may be a secret that stands in the wrong place.
                throw new StartRefusedException(name + " must be a whole number");
            }
        });
    }

    private Optional<String> plain(String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static String content(String name, String path) {
        try {
            return Files.readString(Path.of(path)).strip();
        } catch (IOException e) {
            throw new StartRefusedException("The file that " + name + "_FILE names can't be read: " + path, e);
        }
    }

    /// The names only: values can be secrets.
    @Override
    public String toString() {
        return "Environment" + variables.keySet();
    }
}
