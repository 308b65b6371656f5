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

/// The secret that signs tokens, kept as text that only its owner can read. The text itself is the secret.
public final class SecretFile {
    private static final String NAME = "jwt.secret";
    private static final int OCTETS = 48;

    private SecretFile() {}

    /// The secret of a data folder; made at random at the first call.
    public static String kept(Path folder) {
        return read(folder).orElseGet(() -> make(folder));
    }

    /// The secret of a data folder; empty if it has none yet.
    public static Optional<String> read(Path folder) {
        try {
            return Optional.of(Files.readString(folder.resolve(NAME)).strip()).filter(secret -> !secret.isEmpty());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StartRefusedException("The secret " + folder.resolve(NAME) + " can't be read", e);
        }
    }

    private static String make(Path folder) {
        var random = new byte[OCTETS];
        new SecureRandom().nextBytes(random);
        var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        var fresh = folder.resolve(NAME + ".fresh");
        try {
            Files.deleteIfExists(fresh);
            var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            try (var channel =
                    FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mine)) {
                channel.write(ByteBuffer.wrap(secret.getBytes(StandardCharsets.UTF_8)));
                channel.force(true);
            }
            Files.move(fresh, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
            return secret;
        } catch (IOException e) {
            throw new StartRefusedException("The secret " + folder.resolve(NAME) + " can't be written", e);
        }
    }
}
