package dev.epochal.bench.floor;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// Where a database is.
///
/// @param url the JDBC URL
/// @param user its user
/// @param password the user's password
public record DatabaseAddress(String url, String user, String password) {
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    @Override
    public String toString() {
        return url;
    }
}
