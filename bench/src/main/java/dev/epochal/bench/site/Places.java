package dev.epochal.bench.site;

import java.nio.file.Path;
import java.util.List;

/// Where things are: system properties that `./epochal bench` sets.
public final class Places {
    private static final String OUTPUT = "epochal.bench.output";
    private static final String LAUNCHER = "epochal.launcher";
    private static final String SERVER_HOME = "epochal.home";
    private static final String SERVER_JVM_ARGUMENTS = "epochal.server.jvmArguments";

    private Places() {}

    /// The folder for traffic, results and all that a run writes: `epochal.bench.output`.
    ///
    /// @throws IllegalStateException if the property isn't set
    public static Path output() {
        return path(OUTPUT);
    }

    /// The program as users start it: `epochal.launcher`.
    ///
    /// @throws IllegalStateException if the property isn't set
    static Path launcher() {
        return path(LAUNCHER);
    }

    /// The folder whose `lib` holds the server's class path: `epochal.home`.
    ///
    /// @throws IllegalStateException if the property isn't set
    static Path serverHome() {
        return path(SERVER_HOME);
    }

    /// What the Java machine of a server is given: the words of `epochal.server.jvmArguments`.
    static List<String> serverJvmArguments() {
        var words = System.getProperty(SERVER_JVM_ARGUMENTS, "").strip();
        return words.isEmpty() ? List.of() : List.of(words.split("\\s+"));
    }

    private static Path path(String property) {
        var value = System.getProperty(property, "");
        if (value.isEmpty()) {
            throw new IllegalStateException("System property " + property + " must be set; ./epochal bench does it");
        }
        return Path.of(value);
    }
}
