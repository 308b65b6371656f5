package dev.epochal.server.setting;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What signs the checkpoints of histories.
///
/// @param name the service's name, which the origin of each log begins with
/// @param secrets the Ed25519 secrets of 32 octets each, today's first; none if nothing is signed
public record CheckpointKeys(String name, List<byte[]> secrets) {
    private static final String KEY = "EPOCHAL_CHECKPOINT_KEY";
    private static final String NAME = "EPOCHAL_CHECKPOINT_NAME";
    private static final String LOCAL_NAME = "localhost";
    private static final int SECRET_OCTETS = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,99}");

    /// @throws StartRefusedException if they can't be used
    public CheckpointKeys {
        secrets = List.copyOf(secrets);
        if (!FORM.matcher(name).matches()) {
            throw new StartRefusedException(NAME + " must be a name like chat.example.org, made of letters, digits and"
                    + " . / - _, at most 100 of them");
        }
    }

    /// What the environment says. The name alone is enough where the embedded default keeps a key of its own.
    public static CheckpointKeys of(Environment environment, boolean embedded) {
        var name = environment.value(NAME);
        var secrets = environment.value(KEY).map(CheckpointKeys::parse).orElse(List.of());
        if (!embedded && name.isPresent() == secrets.isEmpty()) {
            throw new StartRefusedException((secrets.isEmpty() ? NAME : KEY) + " is set, but "
                    + (secrets.isEmpty() ? KEY : NAME) + " is not: set both to sign checkpoints, or neither");
        }
        return new CheckpointKeys(name.orElse(LOCAL_NAME), secrets);
    }

    /// The same with this secret where there is none.
    public CheckpointKeys orSecret(String kept) {
        return secrets.isEmpty() ? new CheckpointKeys(name, parse(kept)) : this;
    }

    private static List<byte[]> parse(String text) {
        return Stream.of(text.split("[\\s,]+", -1))
                .filter(word -> !word.isEmpty())
                .map(CheckpointKeys::secret)
                .toList();
    }

    /// The value is not repeated in the refusal: it is a secret.
    private static byte[] secret(String word) {
        return decoded(word)
                .filter(secret -> secret.length == SECRET_OCTETS)
                .orElseThrow(() -> new StartRefusedException(KEY + " must be 32 octets in base64, several of them with"
                        + " commas between: make one with \"openssl rand -base64 32\""));
    }

    private static Optional<byte[]> decoded(String word) {
        try {
            return Optional.of(Base64.getDecoder().decode(word.replace('-', '+').replace('_', '/')));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Leaves the secrets out.
    @Override
    public String toString() {
        return "CheckpointKeys[" + name + ", " + secrets.size() + "]";
    }
}
