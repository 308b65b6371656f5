package dev.epochal.projections.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class ReadModelOutageTest {
    @Test
    void a_pool_without_a_free_connection_is_an_outage() {
        var cause = new SQLTransientConnectionException("Connection is not available");
        assertThat(ReadModelOutage.isCauseOf(new DataAccessException("no connection", cause)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "08006, true", // connection failure
        "53300, true", // too many connections
        "57P01, true", // admin shutdown
        "57P03, true", // cannot connect now
        "58030, true", // I/O error
        "23505, false", // unique violation
        "42P01, false", // undefined table
        ", false"
    })
    void the_state_tells_an_outage_from_a_fault(String state, boolean outage) {
        var failure = new IllegalStateException(new DataAccessException("", new SQLException("", state)));
        assertThat(ReadModelOutage.isCauseOf(failure)).isEqualTo(outage);
    }

    @Test
    void a_fault_of_the_program_is_none() {
        assertThat(ReadModelOutage.isCauseOf(new IllegalStateException("a fault")))
                .isFalse();
    }
}
