package dev.epochal.api.exchange;

/// The media types that the interface speaks.
public final class MediaTypes {
    /// JSON.
    public static final String JSON = "application/json";
    /// A problem document (RFC 9457).
    public static final String PROBLEM = "application/problem+json";
    /// One MLSMessage (RFC 9420 §17.11).
    public static final String MLS = "message/mls";

    /// Bytes of no registered type.
    public static final String OCTETS = "application/octet-stream";

    private MediaTypes() {}
}
