package dev.epochal.server.backing;

import dev.epochal.embedded.BrokerSettings;
import dev.epochal.embedded.Durability;
import dev.epochal.embedded.EmbeddedBroker;
import dev.epochal.embedded.EmbeddedPostgres;
import dev.epochal.embedded.PostgresSettings;
import dev.epochal.server.folder.DataFolder;
import dev.epochal.server.setting.DatabaseAddress;
import dev.epochal.server.setting.LogAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A broker and a database as child processes on the data folder. If one of them dies it is started again.
public final class EmbeddedBacking implements AutoCloseable {
    private final EmbeddedPostgres postgres;
    private final EmbeddedBroker broker;
    private final ChildWatch watch;

    private EmbeddedBacking(EmbeddedPostgres postgres, EmbeddedBroker broker) {
        this.postgres = postgres;
        this.broker = broker;
        this.watch = ChildWatch.start(List.of(
                new ChildWatch.Child("The database", postgres::isAlive, postgres::restart),
                new ChildWatch.Child("The broker", broker::isAlive, broker::restart)));
    }

    /// How each of the two is started: the caller can tell it as a step.
    public interface Starting {
        /// Starts one of them.
        <T> T start(String name, Supplier<T> work);
    }

    /// Starts both at once.
    ///
    /// @param progress takes a line about each of the first start's longer works
    public static EmbeddedBacking start(
            DataFolder folder, Durability durability, Starting starting, Consumer<String> progress) {
        var postgres = CompletableFuture.supplyAsync(
                () -> starting.start(
                        "database",
                        () -> EmbeddedPostgres.start(PostgresSettings.of(folder.database(), durability), progress)),
                Thread::startVirtualThread);
        var broker = CompletableFuture.supplyAsync(
                () -> starting.start(
                        "broker", () -> EmbeddedBroker.start(BrokerSettings.of(folder.broker(), durability), progress)),
                Thread::startVirtualThread);
        try {
            CompletableFuture.allOf(postgres, broker).join();
            return new EmbeddedBacking(postgres.join(), broker.join());
        } catch (CompletionException e) {
            closeIfStarted(postgres);
            closeIfStarted(broker);
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static void closeIfStarted(CompletableFuture<? extends AutoCloseable> part) {
        part.handle((started, _) -> {
                    if (started != null) {
                        close(started);
                    }
                    return true;
                })
                .join();
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException("A child process could not be ended", e);
        }
    }

    /// Where they are.
    public Backing addresses() {
        return new Backing(
                new DatabaseAddress(postgres.jdbcUrl(), postgres.user(), postgres.password()),
                LogAddress.alone(broker.bootstrapServers()));
    }

    /// Ends both.
    @Override
    public void close() {
        watch.close();
        var ending = CompletableFuture.runAsync(postgres::close, Thread::startVirtualThread);
        broker.close();
        ending.join();
    }
}
