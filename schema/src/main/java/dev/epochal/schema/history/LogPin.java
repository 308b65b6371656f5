package dev.epochal.schema.history;

import com.google.protobuf.ByteString;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.group.GroupContext;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The log that a group's members have agreed on: an extension of the GroupContext, so that MLS itself holds them to it
/// and nobody can show different members different keys. In the notation of RFC 9420:
///
/// ```
/// struct {
///     opaque name<V>;        /* the service's name, UTF-8 */
///     opaque public_key<V>;  /* 32 octets, Ed25519 */
/// } LogPin;
/// ```
///
/// @param name the service's name, with which the origins of its checkpoints begin
/// @param publicKey the key that signs them
public record LogPin(String name, ByteString publicKey) {
    /// The type of the extension, of the range for private use (RFC 9420 §17.3).
    public static final int EXTENSION_TYPE = 0xF4A1;

    private static final int KEY_SIZE = 32;

    /// The pin among a GroupContext's extensions; empty if there is none, or one that can't be read.
    public static Optional<LogPin> of(Extensions extensions) {
        try {
            return extensions
                    .find(EXTENSION_TYPE)
                    .map(contents -> Reader.whole(contents, "LogPin", LogPin::parse))
                    .filter(pin -> pin.publicKey().size() == KEY_SIZE);
        } catch (MalformedException _) {
            return Optional.empty();
        }
    }

    /// The pin in a GroupContext (RFC 9420 §8.1); empty if there is none, or one that can't be read.
    public static Optional<LogPin> ofContext(ByteString groupContext) {
        try {
            return of(GroupContext.parse(Octets.copyOf(groupContext.toByteArray()))
                    .extensions());
        } catch (MalformedException _) {
            return Optional.empty();
        }
    }

    private static LogPin parse(Reader reader) {
        String name = reader.opaque("LogPin.name").text();
        return new LogPin(
                name, ByteString.copyFrom(reader.opaque("LogPin.public_key").toByteArray()));
    }

    /// The contents of the extension.
    public Octets contents() {
        return new Writer()
                .opaque(Octets.copyOf(name.getBytes(StandardCharsets.UTF_8)))
                .opaque(Octets.copyOf(publicKey.toByteArray()))
                .toOctets();
    }

    /// Whether a checkpoint's note is of this log, and signed by its key.
    ///
    /// @param origin of the checkpoint
    public boolean vouchesFor(String origin, SignedNote note) {
        return origin.startsWith(name + "/g/") && note.isSignedBy(new NoteKey(origin, publicKey));
    }
}
