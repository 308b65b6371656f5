package dev.epochal.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/// Exact bytes with the equality of their content: an MLSMessage, a group id, a hash.
///
/// In JSON and in paths it is base64url without padding, which is what [#toString] gives. Immutable and thread-safe.
public final class Octets {
    private static final Octets EMPTY = new Octets(new byte[0]);

    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The empty value.
    public static Octets empty() {
        return EMPTY;
    }

    /// A copy of these bytes.
    public static Octets of(byte[] bytes) {
        return new Octets(bytes.clone());
    }

    /// The UTF-8 of a text.
    public static Octets utf8(String text) {
        return new Octets(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Decodes base64url without padding.
    ///
    /// @throws IllegalArgumentException if the text is anything else
    @JsonCreator
    public static Octets parse(String base64Url) {
        return new Octets(Base64.getUrlDecoder().decode(base64Url));
    }

    /// A copy of the bytes.
    public byte[] toArray() {
        return bytes.clone();
    }

    /// The number of bytes.
    public int length() {
        return bytes.length;
    }

    /// Whether there is no byte.
    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /// The text that these bytes are in UTF-8.
    public String asUtf8() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// SHA-256 of the bytes.
    public Octets sha256() {
        try {
            return new Octets(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// Base64url without padding.
    @Override
    @JsonValue
    public String toString() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
