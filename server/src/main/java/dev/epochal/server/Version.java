package dev.epochal.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// The version of this program, as the build wrote it down.
final class Version implements IVersionProvider {
    static String text() {
        var properties = new Properties();
        try (var file = Version.class.getResourceAsStream("version.properties")) {
            if (file == null) {
                throw new IllegalStateException("The build writes version.properties");
            }
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties can't be read", e);
        }
        return properties.getProperty("version", "unknown");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"epochal " + text() + " (Java " + Runtime.version() + ")"};
    }
}
