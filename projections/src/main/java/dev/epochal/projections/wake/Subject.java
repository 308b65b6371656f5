package dev.epochal.projections.wake;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.Identity;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Whom a change concerns, in eight octets of a hash: enough that hardly ever somebody is woken for another, and the
/// same for every name, however long. Names of groups and clients so go through no channel between processes.
final class Subject {
    private static final byte GROUP = 'G';
    private static final byte CLIENT = 'C';

    private Subject() {}

    static long ofGroup(ByteString groupId) {
        var digest = sha256();
        digest.update(GROUP);
        digest.update(groupId.asReadOnlyByteBuffer());
        return begin(digest);
    }

    static long ofClient(Identity identity) {
        byte[] user = identity.getUser().getBytes(StandardCharsets.UTF_8);
        var digest = sha256();
        digest.update(CLIENT);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, user.length));
        digest.update(user);
        digest.update(identity.getClient().getBytes(StandardCharsets.UTF_8));
        return begin(digest);
    }

    private static long begin(MessageDigest digest) {
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java platform has SHA-256", e);
        }
    }
}
