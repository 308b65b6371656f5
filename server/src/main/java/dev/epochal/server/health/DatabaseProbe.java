package dev.epochal.server.health;

import dev.epochal.api.health.HealthProbe;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/// Asks the database for a sign of life.
public record DatabaseProbe(DataSource dataSource) implements HealthProbe {
    private static final int SECONDS_MAX = 1;

    @Override
    public String name() {
        return "database";
    }

    @Override
    public Finding check() {
        long start = System.nanoTime();
        try (var connection = dataSource.getConnection()) {
            var condition = connection.isValid(SECONDS_MAX) ? Condition.HEALTHY : Condition.UNHEALTHY;
            return new Finding(
                    condition, Map.of("answerMillis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)));
        } catch (SQLException _) {
            // Its message can name hosts and users; the pool logs it.
            return new Finding(Condition.UNHEALTHY, Map.of("error", "no connection"));
        }
    }
}
