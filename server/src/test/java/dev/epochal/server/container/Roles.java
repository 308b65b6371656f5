package dev.epochal.server.container;

import dev.epochal.server.Verb;
import java.net.URI;

/// The program with its three roles, each by itself.
sealed interface Roles extends AutoCloseable permits RolesOfBuild, RolesOfImage {
    /// Where `api` is.
    URI uri();

    /// Runs a command of the program beside them, and waits for its end.
    Verb run(String... arguments);

    @Override
    void close();
}
