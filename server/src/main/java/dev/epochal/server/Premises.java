package dev.epochal.server;

import com.zaxxer.hikari.HikariDataSource;
import dev.epochal.embedded.Durability;
import dev.epochal.projections.database.ConnectionPool;
import dev.epochal.projections.database.PoolSettings;
import dev.epochal.server.backing.Backing;
import dev.epochal.server.backing.EmbeddedBacking;
import dev.epochal.server.folder.DataFolder;
import dev.epochal.server.setting.Configuration;
import dev.epochal.server.setting.Environment;
import java.nio.file.Path;
import java.util.function.Supplier;

/// The log and the read model that a command works on while no server of this data folder runs: those that the
/// environment names, or else the embedded ones, started for as long as the command takes.
final class Premises implements AutoCloseable {
    private final Parts parts;
    private final Backing backing;

    private Premises(Parts parts, Backing backing) {
        this.parts = parts;
        this.backing = backing;
    }

    /// Opens them. They are closed at the latest when the Java machine ends.
    static Premises open(Path data, Environment environment, Steps steps) {
        return open(() -> DataFolder.openExisting(data), environment, steps);
    }

    /// Opens them; a data folder that isn't there is made.
    static Premises openOrCreate(Path data, Environment environment, Steps steps) {
        return open(() -> DataFolder.open(data), environment, steps);
    }

    private static Premises open(Supplier<DataFolder> data, Environment environment, Steps steps) {
        var parts = new Parts();
        Runtime.getRuntime().addShutdownHook(new Thread(parts::close, "stop"));
        try {
            var backing = Configuration.External.of(environment)
                    .map(external -> new Backing(external.database(), external.log()))
                    .orElseGet(() -> embedded(data, parts, steps));
            return new Premises(parts, backing);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static Backing embedded(Supplier<DataFolder> data, Parts parts, Steps steps) {
        var folder = parts.keep("data folder", data.get());
        return parts.keep(
                        "database and broker",
                        EmbeddedBacking.start(folder, Durability.FSYNC, steps::step, line -> steps.say("  … " + line)))
                .addresses();
    }

    Backing backing() {
        return backing;
    }

    /// Connections to the database.
    HikariDataSource pool(int connectionsMax) {
        var address = backing.database();
        return parts.keep(
                "connections to the database",
                ConnectionPool.open(
                        new PoolSettings(address.jdbcUrl(), address.user(), address.password(), connectionsMax)));
    }

    /// Keeps something open as long as the premises.
    <T extends AutoCloseable> T keep(String name, T part) {
        return parts.keep(name, part);
    }

    @Override
    public void close() {
        parts.close();
    }
}
