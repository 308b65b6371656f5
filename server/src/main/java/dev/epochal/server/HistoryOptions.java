package dev.epochal.server;

import dev.epochal.schema.history.Checkpoint;
import dev.epochal.schema.history.NoteKey;
import dev.epochal.schema.history.SignedNote;
import dev.epochal.schema.history.WitnessKey;
import dev.epochal.server.audit.HistoryAudit;
import dev.epochal.server.audit.HistorySource;
import dev.epochal.server.audit.SourceException;
import dev.epochal.server.audit.Witnesses;
import dev.epochal.server.audit.Witnesses.Cosignature;
import dev.epochal.server.folder.SecretFile;
import dev.epochal.server.setting.Environment;
import dev.epochal.server.token.TokenMaker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Where a history comes from, and by whose word it is judged.
final class HistoryOptions {
    private static final Duration VALIDITY = Duration.ofHours(1);

    @Parameters(
            paramLabel = "SOURCE",
            description = "A file, the address of an export (https://…/v1/groups/ID/history), or a group id.")
    private String source = "";

    @Option(names = "--server", description = "The server that a group is asked of. Default: http://127.0.0.1:3000.")
    private URI server = URI.create("http://127.0.0.1:3000");

    @Option(
            names = "--token",
            description =
                    "An auditor's token. Default: EPOCHAL_TOKEN, or one made with the server's secret (JWT_SECRET,"
                            + " or the data folder's).")
    private Optional<String> token = Optional.empty();

    @Option(names = "--data", description = "The data folder of the server. Default: data.")
    private Path data = Path.of("data");

    @Option(
            names = "--key",
            description = "The key of the log (a vkey), from somebody you trust. Without it the audit believes the key"
                    + " that the export tells.")
    private Optional<String> key = Optional.empty();

    @Option(
            names = "--checkpoint",
            description = "A file with a checkpoint of the same log that you kept: the history must extend it. Can be"
                    + " given several times.")
    private List<Path> checkpoints = List.of();

    @Option(
            names = "--witness",
            description = "The key of a witness (a vkey of C2SP tlog-cosignature), from somebody you trust."
                    + " The report tells what it has cosigned. Can be given several times.")
    private List<String> witnesses = List.of();

    HistorySource source() {
        return new HistorySource(source, server, this::token);
    }

    private Optional<String> token(String group) {
        var environment = Environment.ofProcess();
        return token.or(() -> environment.value("EPOCHAL_TOKEN"))
                .or(() -> environment
                        .value("JWT_SECRET")
                        .or(() -> SecretFile.TOKENS.read(data))
                        .filter(_ -> !group.isEmpty())
                        .map(secret -> new TokenMaker(secret)
                                .token(
                                        new TokenMaker.Claims("auditor", "main", "auditor", List.of(group)),
                                        Instant.now(),
                                        VALIDITY)));
    }

    private Optional<NoteKey> key() {
        return key.map(text -> NoteKey.parse(text)
                .orElseThrow(() -> new SourceException("--key is no vkey of an Ed25519 key: " + text)));
    }

    /// How to audit.
    ///
    /// @param epoch the epoch whose state is wanted; empty wants the newest
    HistoryAudit.Options audit(OptionalLong epoch) {
        var known =
                new Witnesses(witnesses.stream().map(HistoryOptions::witness).toList(), List.of());
        var kept = checkpoints.stream().map(file -> checkpoint(file, known)).toList();
        var cosigned = kept.stream().flatMap(each -> each.cosigned().stream()).toList();
        return new HistoryAudit.Options(
                key(), kept.stream().map(Kept::checkpoint).toList(), epoch, new Witnesses(known.keys(), cosigned));
    }

    private static WitnessKey witness(String text) {
        return WitnessKey.parse(text)
                .orElseThrow(() -> new SourceException("--witness is no vkey of a cosigner: " + text));
    }

    private record Kept(Checkpoint checkpoint, List<Cosignature> cosigned) {}

    /// A checkpoint that somebody kept is theirs: whether it is signed is checked if the key is known.
    private Kept checkpoint(Path file, Witnesses known) {
        var note = SignedNote.parse(text(file))
                .orElseThrow(() -> new SourceException("The file " + file + " is no signed note"));
        var checkpoint = Checkpoint.parse(note.text())
                .orElseThrow(() -> new SourceException("The file " + file + " is no checkpoint"));
        boolean signed = key().map(trusted -> note.isSignedBy(new NoteKey(checkpoint.origin(), trusted.publicKey())))
                .orElse(true);
        if (!signed) {
            throw new SourceException("The checkpoint " + file + " isn't signed by the key that was given");
        }
        known.forged(note).ifPresent(name -> {
            throw new SourceException("The cosignature of " + name + " on the checkpoint " + file + " isn't valid");
        });
        return new Kept(checkpoint, known.cosigned(note, checkpoint.head().size()));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new SourceException("The file " + file + " can't be read", e);
        }
    }
}
