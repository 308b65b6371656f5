package dev.epochal.projections.database;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;

/// Brings the database to the schema that this program knows.
public final class ReadModelSchema {
    private ReadModelSchema() {}

    /// Runs the migrations that are missing. Safe when several programs start at once.
    ///
    /// @throws SchemaTooNewException if a newer program has migrated the database
    public static void migrate(DataSource dataSource) {
        Flyway flyway = Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/migration")
                .connectRetries(5)
                .load();
        refuseNewer(flyway.info().all());
        flyway.migrate();
    }

    private static void refuseNewer(MigrationInfo[] migrations) {
        Optional<MigrationVersion> known =
                newest(Arrays.stream(migrations).filter(m -> m.getState().isResolved()));
        Optional<MigrationVersion> applied =
                newest(Arrays.stream(migrations).filter(m -> m.getState().isApplied()));
        if (applied.isPresent()
                && known.map(k -> k.compareTo(applied.get()) < 0).orElse(true)) {
            throw new SchemaTooNewException(
                    applied.get().getVersion(),
                    known.map(MigrationVersion::getVersion).orElse("none"));
        }
    }

    private static Optional<MigrationVersion> newest(Stream<MigrationInfo> migrations) {
        return migrations
                .filter(MigrationInfo::isVersioned)
                .map(MigrationInfo::getVersion)
                .max(Comparator.naturalOrder());
    }
}
