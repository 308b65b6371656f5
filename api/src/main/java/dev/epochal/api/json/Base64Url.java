package dev.epochal.api.json;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.Base64;
import java.util.Optional;

/// Bytes as text: base64url without padding (RFC 4648 §5). Each value has one spelling.
public final class Base64Url {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Base64Url() {}

    /// The text of the bytes.
    public static String encode(ByteString bytes) {
        return ENCODER.encodeToString(bytes.toByteArray());
    }

    /// The bytes of the text; empty if it is not what [#encode] gives for any bytes.
    public static Optional<ByteString> decode(String text) {
        if (text.endsWith("=")) {
            return Optional.empty();
        }
        try {
            var bytes = UnsafeByteOperations.unsafeWrap(Base64.getUrlDecoder().decode(text));
            return isCanonicalEnd(text, bytes) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Whether the unused bits of the last character are zero: only the last group can have any.
    private static boolean isCanonicalEnd(String text, ByteString bytes) {
        int tail = bytes.size() % 3;
        return tail == 0 || text.endsWith(encode(bytes.substring(bytes.size() - tail)));
    }
}
