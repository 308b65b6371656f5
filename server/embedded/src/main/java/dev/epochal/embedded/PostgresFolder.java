package dev.epochal.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// The folder of a PostgreSQL: `db` (the database cluster), `password`, `postgres.out` (what it printed at its start).
///
/// @param home PostgreSQL's programs
/// @param data the folder
/// @param user as whom it runs
/// @param password the password of its users `epochal` and `postgres`
record PostgresFolder(Path home, Path data, PostgresUser user, String password) {
    private static final int PASSWORD_BYTES = 24;

    /// Unpacks the programs and creates the database if they aren't there yet. Killed halfway, the next call begins
    /// anew: both appear under their names only when they are complete.
    static PostgresFolder prepare(PostgresSettings settings, Consumer<String> progress) throws IOException {
        var data = Files.createDirectories(settings.data()).toRealPath();
        var home = PostgresPrograms.unpacked(
                        settings.programs(), () -> progress.accept("unpacking PostgreSQL " + PostgresPrograms.VERSION))
                .toRealPath();
        var password = keptPassword(data.resolve("password"));
        var folder = new PostgresFolder(home, data, PostgresUser.choose(List.of(data, home)), password);
        if (!Files.isDirectory(folder.database())) {
            progress.accept("creating the database");
            folder.create(settings.durability());
        }
        folder.user.own(folder.database());
        return folder;
    }

    Path database() {
        return data.resolve("db");
    }

    Path output() {
        return data.resolve("postgres.out");
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    /// Whether the server with this process id takes connections.
    boolean isReady(long pid) throws IOException {
        var lines = pidFile();
        return lines.size() >= 8
                && lines.getFirst().strip().equals(Long.toString(pid))
                && lines.get(7).strip().equals("ready");
    }

    /// Ends a server on this folder in good order, and waits for its end.
    void stopServer() {
        Programs.run(
                user.command(List.of(program("pg_ctl"), "stop", "-D", database().toString(), "-m", "fast")), "");
    }

    /// Ends what a killed program left running.
    void endPredecessor() throws IOException {
        var lines = pidFile();
        if (lines.isEmpty()) {
            return;
        }
        var predecessor = ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(handle -> handle.info().command().orElse("").endsWith("/postgres"));
        if (predecessor.isPresent()) {
            stopServer();
        } else {
            // Another process may have the number by now, and PostgreSQL would take that one for its predecessor.
            Files.deleteIfExists(database().resolve("postmaster.pid"));
        }
    }

    private List<String> pidFile() throws IOException {
        try {
            return Files.readAllLines(database().resolve("postmaster.pid"));
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }

    private void create(Durability durability) throws IOException {
        var fresh = data.resolve("db.new");
        Folders.delete(fresh);
        Files.createDirectory(
                fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var passwordFile = Files.writeString(fresh.resolveSibling("password.new"), password);
        Files.setPosixFilePermissions(passwordFile, PosixFilePermissions.fromString("rw-------"));
        user.own(fresh);
        user.own(passwordFile);
        initialize(fresh, passwordFile, durability);
        Files.delete(passwordFile);
        var statements =
                "CREATE ROLE epochal LOGIN PASSWORD '" + password + "';\nCREATE DATABASE epochal OWNER epochal;\n";
        runOrFail(List.of(program("postgres"), "--single", "-D", fresh.toString(), "postgres"), statements);
        Files.move(fresh, database(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void initialize(Path fresh, Path passwordFile, Durability durability) {
        boolean linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
        var command = new ArrayList<String>();
        command.addAll(List.of(program("initdb"), "-D", fresh.toString(), "-U", "postgres", "-E", "UTF8"));
        command.addAll(List.of("--locale=" + (linux ? "C.UTF-8" : "C"), "-A", "scram-sha-256"));
        command.add("--pwfile=" + passwordFile);
        if (durability == Durability.OS) {
            command.add("--no-sync");
        }
        runOrFail(command, "");
    }

    private void runOrFail(List<String> command, String input) {
        var answer = Programs.run(user.command(command), input);
        if (answer.code() != 0 || answer.text().contains("ERROR:")) {
            throw new EmbeddedStartException("PostgreSQL's database can't be created: "
                    + answer.text().strip().lines().reduce((_, last) -> last).orElse("no reason given"));
        }
    }

    private static String keptPassword(Path file) throws IOException {
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException _) {
            var bytes = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(bytes);
            var password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            var fresh = file.resolveSibling("password.fresh");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, password);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            return password;
        }
    }
}
