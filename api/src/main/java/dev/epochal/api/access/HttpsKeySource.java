package dev.epochal.api.access;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/// A JWK Set behind one fixed `https` address: no redirect is followed, nothing is sent along, and both the time and
/// the octets are limited, from the connection to the last octet. Thread-safe.
public final class HttpsKeySource implements KeySource {
    /// The longest time that one attempt takes.
    static final Duration LIMIT = Duration.ofSeconds(2);
    /// The largest document that is taken.
    static final int OCTETS_MAX = 256 << 10;

    private static final int OK = 200;

    private final URI address;
    private final HttpClient http;

    /// The set at this address, whose host is believed by its certificate.
    ///
    /// @throws IllegalArgumentException if the address is not plainly one of `https`
    public static HttpsKeySource at(URI address, SSLContext trust) {
        if (!"https".equals(address.getScheme())
                || address.getHost() == null
                || address.getRawUserInfo() != null
                || address.getRawFragment() != null) {
            throw new IllegalArgumentException(address + " is no plain https address of a key set");
        }
        return new HttpsKeySource(
                address,
                HttpClient.newBuilder()
                        .sslContext(trust)
                        .followRedirects(Redirect.NEVER)
                        .version(Version.HTTP_1_1)
                        .connectTimeout(LIMIT)
                        .build());
    }

    private HttpsKeySource(URI address, HttpClient http) {
        this.address = address;
        this.http = http;
    }

    @Override
    public byte[] fetch() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(address)
                .header("Accept", "application/jwk-set+json, application/json")
                .build();
        // The client's own limit ends with the header of the answer; this one ends with its body.
        var answer = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), OCTETS_MAX));
        try {
            return body(answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw new IOException(address.getHost() + " did not answer within " + LIMIT.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(address.getHost() + " gave no key set of at most " + OCTETS_MAX + " octets", e);
        } finally {
            answer.cancel(true);
        }
    }

    private byte[] body(HttpResponse<byte[]> answer) throws IOException {
        if (answer.statusCode() != OK) {
            throw new IOException(address.getHost() + " answered with status " + answer.statusCode());
        }
        return answer.body();
    }
}
