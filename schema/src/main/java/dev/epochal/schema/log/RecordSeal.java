package dev.epochal.schema.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A hash that travels in a header of each record and binds its value to its key and topic. A record that a faulty
/// client or broker put somewhere else, or changed, is recognised by every reader.
public final class RecordSeal {
    /// The name of the record header that holds the seal.
    public static final String HEADER = "epochal-seal";

    private RecordSeal() {}

    /// The seal: SHA-256 over the topic's name, the key and the value, each behind its length in four octets.
    public static byte[] of(Topic topic, byte[] key, byte[] value) {
        MessageDigest digest = sha256();
        update(digest, topic.topicName().getBytes(StandardCharsets.UTF_8));
        update(digest, key);
        update(digest, value);
        return digest.digest();
    }

    /// Whether the seal that came with a record is the right one.
    public static boolean matches(byte @Nullable [] seal, Topic topic, byte[] key, byte[] value) {
        return seal != null && Arrays.equals(seal, of(topic, key, value));
    }

    private static void update(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
        digest.update(part);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java platform has SHA-256", e);
        }
    }
}
