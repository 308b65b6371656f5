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

    /// Plain text.
    public static final String TEXT = "text/plain; charset=utf-8";

    /// A JSON value in each line.
    public static final String JSON_LINES = "application/jsonl";

    /// A group's exported history in its binary form.
    public static final String HISTORY = "application/vnd.epochal.history";

    private MediaTypes() {}
}
