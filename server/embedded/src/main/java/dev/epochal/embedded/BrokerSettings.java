package dev.epochal.embedded;

import java.nio.file.Path;
import java.util.List;

/// How the embedded broker is started.
///
/// @param jars the folder with the broker's jars
/// @param data the folder that holds all it writes
/// @param port the port to listen on; 0 takes a free one
/// @param durability when a record counts as written
/// @param javaHome the Java that runs it
/// @param jvmArguments arguments of that Java machine beside our own
public record BrokerSettings(
        Path jars, Path data, int port, Durability durability, Path javaHome, List<String> jvmArguments) {
    /// Copies the list.
    public BrokerSettings {
        jvmArguments = List.copyOf(jvmArguments);
    }

    /// The jars of system property `epochal.broker.lib`, the running Java, a free port, and what the system property
    /// `epochal.broker.jvmArguments` holds, parted by spaces.
    public static BrokerSettings of(Path data, Durability durability) {
        var jars = System.getProperty("epochal.broker.lib");
        if (jars == null) {
            throw new EmbeddedStartException("System property epochal.broker.lib must name the folder of the broker's"
                    + " jars; ./epochal sets it");
        }
        var javaHome = Path.of(System.getProperty("java.home"));
        return new BrokerSettings(Path.of(jars), data, 0, durability, javaHome, jvmArgumentsOfProperty());
    }

    private static List<String> jvmArgumentsOfProperty() {
        var arguments = System.getProperty("epochal.broker.jvmArguments", "").strip();
        return arguments.isEmpty() ? List.of() : List.of(arguments.split("\\s+", -1));
    }

    /// The same on another port.
    public BrokerSettings withPort(int other) {
        return new BrokerSettings(jars, data, other, durability, javaHome, jvmArguments);
    }
}
