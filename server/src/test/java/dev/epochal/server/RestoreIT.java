package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.epochal.client.ClientSettings;
import dev.epochal.client.EpochalClient;
import dev.epochal.client.EpochalProblemException;
import dev.epochal.client.GroupEvent;
import dev.epochal.client.Octets;
import dev.epochal.server.catbird.CatbirdTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A drill: everything is lost but the archive, and comes back.
class RestoreIT {
    private final Path data = TestFolder.absent("restore-before");
    private final Path other = TestFolder.absent("restore-after");
    private final Path archive = TestFolder.absent("restore-archive");
    private final Octets groupId = RunningServer.newGroupId();
    private final String alice = RunningServer.newUser("alice");
    private final String bob = RunningServer.newUser("bob");
    private final Set<Octets> claimed = new HashSet<>();

    @Test
    @Tag("S32")
    void what_was_decided_comes_back_from_the_archive_and_the_server_goes_on_behind_it() throws IOException {
        var before = firstDay();
        assertThat(imported(data)).contains("1 conversations", "2 messages", "1 Commits", "Not carried over");
        assertThat(backup("--archive", archive.toString()).out()).contains("Full backup");
        assertThat(keys()).anyMatch(name -> name.endsWith("-0.keys.gz"));
        var after = secondDay();
        assertThat(backup("--archive", archive.toString()).out()).contains("Addition to", "number 1");
        assertErased(before, after);
        assertThat(keys()).isNotEmpty().allMatch(name -> name.endsWith("-1.keys.gz"));

        damagedArchiveIsRefused();
        var restored = Verb.run("restore", "--archive", archive.toString(), "--data", other.toString());
        assertThat(restored.exit()).as(restored.out() + restored.err()).isZero();
        var again = Verb.run("restore", "--archive", archive.toString(), "--data", other.toString());
        assertThat(again.out()).as(again.err()).contains(" 0 were added");

        assertThat(imported(other)).contains("  nothing", "There already:", "1 conversations");
        thirdDay(after);
        var used = Verb.run("restore", "--archive", archive.toString(), "--data", other.toString());
        assertThat(used.exit()).isEqualTo(1);
        assertThat(used.err()).contains("into an empty log only");
    }

    /// What a Catbird server had stored, whether it was imported before or not.
    private String imported(Path into) throws IOException {
        var dump = Files.writeString(TestFolder.absent("restore-catbird"), CatbirdTables.DUMP);
        var verb = Verb.run("import", "catbird", "--dump", dump.toString(), "--data", into.toString());
        assertThat(verb.exit()).as(verb.out() + verb.err()).isZero();
        return verb.out();
    }

    /// A group of two, and one of bob's KeyPackages is claimed.
    private List<GroupEvent> firstDay() {
        try (var server = RunningServer.start(data)) {
            var first = server.client(alice, "laptop");
            var second = server.client(bob, "phone");
            second.publishKeyPackages(4);
            first.createGroup(groupId);
            first.invite(groupId, List.of(bob));
            first.group(groupId).send("One.");
            return history(server);
        }
    }

    /// A message that stands in the first backup is erased.
    private static void assertErased(List<GroupEvent> before, List<GroupEvent> after) {
        int said = before.size() - 1;
        assertThat(before.get(said)).isInstanceOf(GroupEvent.MessageAccepted.class);
        assertThat(after.subList(0, said)).isEqualTo(before.subList(0, said));
        assertThat(after.get(said)).isInstanceOf(GroupEvent.MessageErased.class);
        assertThat(after.getLast()).isInstanceOf(GroupEvent.PayloadsErased.class);
    }

    /// The files with keys of payloads.
    private List<String> keys() throws IOException {
        try (var files = Files.walk(archive)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".keys.gz"))
                    .toList();
        }
    }

    private List<GroupEvent> secondDay() {
        try (var server = RunningServer.start(data)) {
            var http = reader(server);
            var erased =
                    http.erasePayloadsBefore(groupId, http.group(groupId, 0).seq() + 1, "");
            http.group(groupId, erased.seq());
            claim(server);
            claim(server);
            StoppedFolder.tell(server);
            return history(server);
        }
    }

    /// What was claimed stays claimed, and what is new stands behind what is old.
    private void thirdDay(List<GroupEvent> expected) {
        try (var server = RunningServer.start(other)) {
            var events = history(server);
            assertThat(events).isEqualTo(expected);
            Chain.verify(events);
            // Of four, the invitation took one and the second day two.
            claim(server);
            assertThat(claimed).hasSize(3);
            assertThatThrownBy(() -> claim(server))
                    .isInstanceOfSatisfying(
                            EpochalProblemException.class,
                            e -> assertThat(e.problem().name()).isEqualTo("no-key-packages"));
            StoppedFolder.tell(server);
        }
    }

    private void damagedArchiveIsRefused() throws IOException {
        try (var files = Files.walk(archive)) {
            var file = files.filter(path -> path.toString().endsWith(".events.gz"))
                    .findFirst()
                    .orElseThrow();
            var whole = Files.readAllBytes(file);
            var changed = whole.clone();
            changed[changed.length / 2] ^= 1;
            Files.write(file, changed);
            var refused = Verb.run("restore", "--archive", archive.toString(), "--data", other.toString());
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.err()).contains("was changed or is damaged");
            assertThat(other).doesNotExist();
            Files.write(file, whole);
        }
        assertThat(backup("--archive", archive.toString(), "--check").out()).contains("All files are whole");
    }

    private void claim(RunningServer server) {
        var answer = reader(server).claimKeyPackages(bob, 1);
        assertThat(answer.claimed()).hasSize(1);
        answer.claimed().forEach(one -> assertThat(claimed.add(one.ref())).isTrue());
    }

    private List<GroupEvent> history(RunningServer server) {
        var http = reader(server);
        long last = http.group(groupId, 0).seq();
        return http.follow(groupId, 0).readTo(last);
    }

    private EpochalClient reader(RunningServer server) {
        var token = server.tokens().token(alice, "laptop", Duration.ofHours(1));
        return EpochalClient.connect(ClientSettings.of(server.uri()).withAttempts(20), () -> token);
    }

    private Verb backup(String... options) {
        var arguments = new ArrayList<>(List.of("backup", "--data", data.toString()));
        arguments.addAll(List.of(options));
        var verb = Verb.run(arguments.toArray(new String[0]));
        assertThat(verb.exit()).as(verb.out() + verb.err()).isZero();
        return verb;
    }
}
