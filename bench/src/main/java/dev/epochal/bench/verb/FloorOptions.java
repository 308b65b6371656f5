package dev.epochal.bench.verb;

import dev.epochal.bench.floor.DatabaseAddress;
import dev.epochal.bench.floor.Floors;
import dev.epochal.bench.report.Figure;
import dev.epochal.bench.site.Places;
import dev.epochal.embedded.Durability;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What the floors are measured on.
final class FloorOptions {
    @Option(
            names = "--floor-seconds",
            defaultValue = "15",
            description =
                    "Seconds for which each floor is measured, after as many to warm up (default: ${DEFAULT-VALUE}).")
    private int seconds = 15;

    @Option(
            names = "--jdbc-url",
            description = "A PostgreSQL for the bare claims (default: one of its own); see --jdbc-user.")
    private String url = "";

    @Option(names = "--jdbc-user", description = "Its user; the password is that of the environment's PGPASSWORD.")
    private String user = "epochal";

    List<Figure> measure(Durability durability) throws InterruptedException {
        var password = Optional.ofNullable(System.getenv("PGPASSWORD")).orElse("");
        var database = url.isEmpty()
                ? Optional.<DatabaseAddress>empty()
                : Optional.of(new DatabaseAddress(url, user, password));
        try (var folder = TemporaryFolder.create(Places.output())) {
            return new Floors(folder.path(), durability, database, Screen::say).measure(Duration.ofSeconds(seconds));
        }
    }
}
