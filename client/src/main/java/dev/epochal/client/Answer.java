package dev.epochal.client;

import java.net.http.HttpHeaders;
import java.util.Optional;

/// What the server answered.
///
/// @param status the HTTP status
/// @param headers the headers
/// @param body the body's bytes
record Answer(int status, HttpHeaders headers, Octets body) {
    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    Optional<String> header(String name) {
        return headers.firstValue(name);
    }
}
