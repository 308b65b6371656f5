package dev.epochal.projections.database;

/// Where the database is, and how many connections may be open at once.
public record PoolSettings(String jdbcUrl, String user, String password, int connectionsMax) {
    /// Leaves the password out.
    @Override
    public String toString() {
        return "PoolSettings[" + jdbcUrl + ", " + user + ", " + connectionsMax + " connections]";
    }
}
