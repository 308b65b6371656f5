package dev.epochal.embedded;

import java.nio.file.Path;

/// How the embedded broker is started.
///
/// @param jars the folder with the broker's jars
/// @param data the folder that holds all it writes
/// @param port the port to listen on; 0 takes a free one
/// @param durability when a record counts as written
/// @param javaHome the Java that runs it
public record BrokerSettings(Path jars, Path data, int port, Durability durability, Path javaHome) {
    /// The jars of system property `epochal.broker.lib`, the running Java and a free port.
    public static BrokerSettings of(Path data, Durability durability) {
        var jars = System.getProperty("epochal.broker.lib");
        if (jars == null) {
            throw new EmbeddedStartException("System property epochal.broker.lib must name the folder of the broker's"
                    + " jars; ./epochal sets it");
        }
        return new BrokerSettings(Path.of(jars), data, 0, durability, Path.of(System.getProperty("java.home")));
    }

    /// The same on another port.
    public BrokerSettings withPort(int other) {
        return new BrokerSettings(jars, data, other, durability, javaHome);
    }
}
