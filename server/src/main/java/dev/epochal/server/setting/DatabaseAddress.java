package dev.epochal.server.setting;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Where PostgreSQL is and who calls.
public record DatabaseAddress(String jdbcUrl, String user, String password) {
    /// The database that the environment names, if it names one: `DATABASE_URL` as
    /// `postgresql://user:password@host/name`
    /// or as a JDBC URL; `DATABASE_USER` and `DATABASE_PASSWORD` win over what stands in it.
    public static Optional<DatabaseAddress> of(Environment environment) {
        return environment
                .value("DATABASE_URL")
                .map(url -> of(url, environment.value("DATABASE_USER"), environment.value("DATABASE_PASSWORD")));
    }

    /// The database that a URL of either kind names.
    ///
    /// @param user wins over what stands in the URL
    /// @param password wins over what stands in the URL
    public static DatabaseAddress of(String url, Optional<String> user, Optional<String> password) {
        var address = url.startsWith("jdbc:") ? new DatabaseAddress(url, "", "") : ofUri(url);
        return new DatabaseAddress(address.jdbcUrl, user.orElse(address.user), password.orElse(address.password));
    }

    private static DatabaseAddress ofUri(String url) {
        try {
            var uri = new URI(url);
            var scheme = Optional.ofNullable(uri.getScheme()).orElse("");
            if (uri.getHost() == null || !(scheme.equals("postgresql") || scheme.equals("postgres"))) {
                throw wrong();
            }
            var query = Optional.ofNullable(uri.getRawQuery())
                    .map(text -> "?" + text)
                    .orElse("");
            var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            var credentials =
                    Optional.ofNullable(uri.getRawUserInfo()).orElse("").split(":", 2);
            return new DatabaseAddress(
                    "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query,
                    decoded(credentials[0]),
                    credentials.length > 1 ? decoded(credentials[1]) : "");
        } catch (URISyntaxException _) {
            // The cause would quote the URL and with it the password.
            throw wrong();
        }
    }

    private static StartRefusedException wrong() {
        return new StartRefusedException("DATABASE_URL must look like postgresql://user:password@host:5432/epochal");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /// Leaves out what can hold a password.
    @Override
    public String toString() {
        return "DatabaseAddress[" + user + "]";
    }
}
