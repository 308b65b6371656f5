package dev.epochal.bench.floor;

import dev.epochal.bench.load.Window;
import dev.epochal.bench.report.Figure;
import dev.epochal.embedded.BrokerSettings;
import dev.epochal.embedded.Durability;
import dev.epochal.embedded.EmbeddedBroker;
import dev.epochal.embedded.EmbeddedPostgres;
import dev.epochal.embedded.PostgresSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Measures all floors, on a broker and a database of their own: the same programs with the same settings as the
/// server's embedded ones.
///
/// @param folder where broker and database keep what they write
/// @param durability when a write counts as done
/// @param database a database to take instead of one of its own
/// @param progress takes a line for each step
public record Floors(
        Path folder, Durability durability, Optional<DatabaseAddress> database, Consumer<String> progress) {
    private static final int MANY = 64;
    private static final int MOST = 256;

    /// The figures of all floors. What is slow comes last, when the Java machines have compiled what it needs.
    ///
    /// @param measured how long each is measured, after a warm-up that takes as long
    public List<Figure> measure(Duration measured) throws InterruptedException {
        var window = new Window(measured, measured);
        var figures = new ArrayList<Figure>();
        try (var broker =
                EmbeddedBroker.start(BrokerSettings.of(folder.resolve("floor-broker"), durability), progress)) {
            progress.accept("measuring the broker");
            var produce = new ProduceFloor(broker.bootstrapServers());
            figures.add(produce.serial(window));
            figures.add(produce.pipelined(window));
            try (var echo = new EchoFloor(broker.bootstrapServers())) {
                for (int inFlight : List.of(MOST, MANY, 1)) {
                    figures.add(echo.measure(inFlight, window));
                }
            }
        }
        figures.add(claims(window));
        return figures;
    }

    private Figure claims(Window window) throws InterruptedException {
        if (database.isPresent()) {
            return new ClaimFloor(database.get()).measure(window);
        }
        try (var postgres =
                EmbeddedPostgres.start(PostgresSettings.of(folder.resolve("floor-postgres"), durability), progress)) {
            progress.accept("measuring the database");
            return new ClaimFloor(new DatabaseAddress(postgres.jdbcUrl(), postgres.user(), postgres.password()))
                    .measure(window);
        }
    }
}
