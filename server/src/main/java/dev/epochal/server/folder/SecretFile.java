package dev.epochal.server.folder;

import dev.epochal.server.setting.StartRefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/// A secret of a data folder, kept as text (base64url) that only its owner can read.
public enum SecretFile {
    /// Signs tokens. The text itself is the secret.
    TOKENS("jwt.secret", 48),
    /// Signs checkpoints of histories: the secret of an Ed25519 key (RFC 8032).
    CHECKPOINTS("checkpoint.key", 32);

    private final String name;
    private final int octets;

    SecretFile(String name, int octets) {
        this.name = name;
        this.octets = octets;
    }

    /// The secret of a data folder; made at random at the first call.
    public String kept(Path folder) {
        return read(folder).orElseGet(() -> make(folder));
    }

    /// The secret of a data folder; empty if it has none yet.
    public Optional<String> read(Path folder) {
        try {
            return Optional.of(Files.readString(folder.resolve(name)).strip()).filter(secret -> !secret.isEmpty());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StartRefusedException("The secret " + folder.resolve(name) + " can't be read", e);
        }
    }

    private String make(Path folder) {
        var random = new byte[octets];
        new SecureRandom().nextBytes(random);
        var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        var fresh = folder.resolve(name + ".fresh");
        try {
            Files.deleteIfExists(fresh);
            var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            try (var channel =
                    FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mine)) {
                channel.write(ByteBuffer.wrap(secret.getBytes(StandardCharsets.UTF_8)));
                channel.force(true);
            }
            Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            return secret;
        } catch (IOException e) {
            throw new StartRefusedException("The secret " + folder.resolve(name) + " can't be written", e);
        }
    }
}
