package dev.epochal.processor.core;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.mls.keypackage.KeyPackage;
import dev.epochal.mls.tree.Capabilities;
import dev.epochal.mls.tree.LeafNodeSource;
import dev.epochal.mls.tree.Lifetime;
import dev.epochal.schema.record.PublishedKeyPackage;
import java.util.List;
import java.util.Optional;

/// A KeyPackage as the directory lists it.
///
/// @param ref its KeyPackageRef
/// @param initKey its init key, which no other KeyPackage may have
/// @param encryptionKey its leaf's encryption key, which no other KeyPackage may have either
/// @param signatureKey the key that signed it
/// @param cipherSuite the code point of its cipher suite
/// @param notAfter end of its lifetime in seconds since 1970
/// @param lastResort whether it may be used again when no other is left (MLS extensions draft)
/// @param message the MLSMessage exactly as it arrived
record ListedKeyPackage(
        ByteString ref,
        ByteString initKey,
        ByteString encryptionKey,
        ByteString signatureKey,
        int cipherSuite,
        long notAfter,
        boolean lastResort,
        ByteString message) {
    /// Reads the MLSMessage; refuses anything but a KeyPackage.
    ///
    /// @param what which one, for a person
    static KeyPackage parse(String what, ByteString message) {
        return switch (Envelope.parse(what, message)) {
            case MlsMessage.OfKeyPackage(KeyPackage keyPackage, Octets _) -> keyPackage;
            case MlsMessage other -> throw Refusals.wrongWireFormat(other.wireFormat(), "KeyPackage");
        };
    }

    /// The entry for a KeyPackage; empty if its cipher suite is unknown or its leaf has no lifetime.
    static Optional<ListedKeyPackage> of(KeyPackage keyPackage, ByteString message) {
        if (!(keyPackage.leafNode().source() instanceof LeafNodeSource.InKeyPackage(Lifetime lifetime))) {
            return Optional.empty();
        }
        return keyPackage
                .ref()
                .map(ref -> new ListedKeyPackage(
                        Bytes.string(ref),
                        Bytes.string(keyPackage.initKey().octets()),
                        Bytes.string(keyPackage.leafNode().encryptionKey().octets()),
                        Bytes.string(keyPackage.leafNode().signatureKey().octets()),
                        keyPackage.cipherSuite(),
                        lifetime.notAfter(),
                        keyPackage.isLastResort(),
                        message));
    }

    /// Reads the entry of a KeyPackage that was accepted before.
    static ListedKeyPackage ofAccepted(ByteString message) {
        try {
            return of(parse("The KeyPackage", message), message)
                    .orElseThrow(() -> new DamagedHistoryException("a KeyPackage can't be listed"));
        } catch (RefusedSubmissionException | MalformedException e) {
            throw new DamagedHistoryException("a KeyPackage can't be read", e);
        }
    }

    /// What no other KeyPackage of the user may have in common with this one.
    List<ByteString> unique() {
        return List.of(ref, initKey, encryptionKey);
    }

    PublishedKeyPackage published() {
        return PublishedKeyPackage.newBuilder()
                .setRef(ref)
                .setCipherSuite(cipherSuite)
                .setNotAfter(notAfter)
                .setKeyPackage(message)
                .setLastResort(lastResort)
                .setInitKey(initKey)
                .setEncryptionKey(encryptionKey)
                .build();
    }

    /// What the leaf says that the client supports; read again each time, for it is seldom asked for.
    Capabilities capabilities() {
        return parse("The KeyPackage", message).leafNode().capabilities();
    }

    boolean isInTime(long seconds) {
        return Long.compareUnsigned(seconds, notAfter) <= 0;
    }
}
