package dev.epochal.server;

import dev.epochal.server.folder.SecretFile;
import dev.epochal.server.setting.Environment;
import dev.epochal.server.setting.StartRefusedException;
import dev.epochal.server.token.TokenMaker;
import dev.epochal.server.token.Validity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `epochal token`.
@Command(
        name = "token",
        description = "Makes a development token, signed with the server's secret (JWT_SECRET, or the data folder's).",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class TokenCommand implements Runnable {
    @Option(names = "--user", required = true, description = "The user that the token is for.")
    private String user = "";

    @Option(names = "--client", description = "The user's client.")
    private String client = "main";

    @Option(names = "--scope", description = "What it allows: client, auditor, operator, or several in quotes.")
    private String scope = "client";

    @Option(
            names = "--group",
            description = "A group, in base64url, whose history an auditor may read. Can be given several times.")
    private List<String> groups = List.of();

    @Option(
            names = "--validity",
            converter = Validity.class,
            defaultValue = "12h",
            description = "How long it is good: 45s, 30m, 12h, 7d.")
    private Duration validity = Duration.ofHours(12);

    @Option(names = "--data", description = "The data folder of the server.")
    private Path data = Path.of("data");

    @Override
    public void run() {
        var secret = Environment.ofProcess()
                .value("JWT_SECRET")
                .or(() -> SecretFile.TOKENS.read(data))
                .orElseThrow(() -> new StartRefusedException("There is no secret in " + data
                        + " yet: start the server once, or name its data folder with --data"));
        var claims = new TokenMaker.Claims(user, client, scope, groups);
        System.out.println(new TokenMaker(secret).token(claims, Instant.now(), validity));
    }
}
