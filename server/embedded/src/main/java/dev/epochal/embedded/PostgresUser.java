package dev.epochal.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// As whom PostgreSQL runs: it refuses to run as root.
///
/// | this program is | PostgreSQL runs as | its files belong to |
/// |---|---|---|
/// | not root | the same user | the same user |
/// | root, and the folders are open to all | user 65534, by `setpriv` | user 65534 |
/// | root, and a folder above is closed to others | root without any right of root, by `unshare` | root |
///
/// @param prefix what stands before each of its commands
/// @param fileOwner the user id that owns its files
record PostgresUser(List<String> prefix, int fileOwner) {
    private static final int NOBODY = 65534;

    /// Finds a way to run PostgreSQL here.
    ///
    /// @param folders what it must reach
    static PostgresUser choose(List<Path> folders) {
        int uid = (int) new UnixSystem().getUid();
        if (uid != 0) {
            return new PostgresUser(List.of(), uid);
        }
        var ways = new ArrayList<PostgresUser>();
        Programs.find("setpriv")
                .map(program ->
                        List.of(program, "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--no-new-privs"))
                .ifPresent(prefix -> ways.add(new PostgresUser(prefix, NOBODY)));
        Programs.find("unshare")
                .map(program -> List.of(program, "--user"))
                .ifPresent(prefix -> ways.add(new PostgresUser(prefix, 0)));
        return ways.stream()
                .filter(way -> folders.stream().allMatch(way::reaches))
                .findFirst()
                .orElseThrow(() -> new EmbeddedStartException(
                        "PostgreSQL must not run as root, and another user can't reach " + folders.getFirst()
                                + ": choose a --data folder outside of private folders, or run this program as another"
                                + " user"));
    }

    private boolean reaches(Path folder) {
        var command = new ArrayList<>(prefix);
        command.addAll(List.of(Programs.find("test").orElse("test"), "-x", folder.toString()));
        return Programs.succeeds(command);
    }

    /// Makes a folder and all in it belong to PostgreSQL.
    void own(Path folder) throws IOException {
        if ((int) new UnixSystem().getUid() == 0) {
            Folders.give(folder, fileOwner);
        }
    }

    /// The command that runs a program to its end.
    List<String> command(List<String> program) {
        var command = new ArrayList<>(prefix);
        command.addAll(program);
        return command;
    }

    /// The command of a program that must end with its parent, told by the kernel or else by the end of its standard
    /// input. It gets a session of its own: Ctrl-C in a terminal is not meant for it.
    List<String> guarded(List<String> program) {
        var command = new ArrayList<String>();
        Programs.find("setsid").ifPresent(command::add);
        command.addAll(prefix);
        var setpriv = Programs.find("setpriv").filter(PostgresUser::knowsParentSignal);
        if (setpriv.isPresent()) {
            command.addAll(List.of(setpriv.get(), "--pdeathsig", "INT"));
        } else {
            var watch = "exec 3<&0; (cat <&3 >/dev/null; kill -INT $$) & exec 3<&-; exec \"$@\"";
            command.addAll(List.of("sh", "-c", watch, "sh"));
        }
        command.addAll(program);
        return command;
    }

    private static boolean knowsParentSignal(String setpriv) {
        return Programs.run(List.of(setpriv, "--help"), "").text().contains("pdeathsig");
    }
}
