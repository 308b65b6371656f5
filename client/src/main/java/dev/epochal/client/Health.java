package dev.epochal.client;

import com.fasterxml.jackson.databind.JsonNode;

/// How the server says it is.
///
/// @param status `healthy`, `degraded` or `unhealthy`
/// @param timestamp when it said so, in seconds since 1970
/// @param version the server's version
/// @param checks one entry for each thing that was looked at
public record Health(String status, long timestamp, String version, JsonNode checks) {}
