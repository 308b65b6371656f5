package dev.epochal.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.client.Octets;
import dev.epochal.server.RunningServer;
import dev.epochal.server.SharedServer;
import dev.epochal.testkit.MlsClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// An auditor looks at a group. Runs where a Chromium is installed; its pictures go to `target/console`.
@ExtendWith(SharedServer.class)
@EnabledIf(value = "aBrowserIsThere", disabledReason = "no Chromium on the PATH: apt-get install chromium")
class ConsoleIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Path PICTURES = Path.of("target", "console");

    @TempDir
    private Path profile;

    private final Octets groupId = RunningServer.newGroupId();

    static boolean aBrowserIsThere() {
        boolean there = Browser.program().isPresent();
        if (!there) {
            System.out.println("NOT RUN: the console in a browser, since no Chromium is on the PATH");
        }
        return there;
    }

    @Test
    void an_auditor_sees_the_epochs_the_tree_and_that_both_check(RunningServer server) throws Exception {
        story(server);
        try (var browser = Browser.start(profile)) {
            browser.look(1280, 900, false);
            signIn(browser, server);
            browser.awaitText(groupId.asUtf8());
            browser.run("document.querySelector('main a').click()");
            browser.awaitText("Checked in this browser, seq 0 to");
            browser.awaitText("The tree hash, computed in this browser, is that of the epoch.");
            assertThat(browser.text())
                    .contains("The group was created.", "committed epoch 1: added", "2 messages", "erased: seq 3")
                    .contains("An administrator erased the payloads of messages at seq 3: Asked for by its author.");
            assertThat(browser.run("document.querySelectorAll('.tree .node.blank').length")
                            .asInt())
                    .isPositive();
            assertThat(browser.run("document.querySelectorAll('.tree .node.changed').length")
                            .asInt())
                    .isPositive();
            pictures(browser, "group");
            browser.run("document.getElementById('timeline').scrollIntoView()");
            browser.screenshot(PICTURES.resolve("epochs-light.png"));
            browser.run("scrollTo(0, 0)");

            browser.run("document.querySelector('.bar button').focus()");
            browser.press("Enter");
            browser.run("document.querySelector('.bar button').click()");
            browser.awaitText("Ratchet tree of epoch 2");
            browser.awaitText("The tree hash, computed in this browser, is that of the epoch.");

            browser.run("location.hash = '#/system'");
            browser.awaitText("Lags and counts");
            assertThat(browser.text()).contains("healthy", "Events that wait for their projection");
            pictures(browser, "system");
        }
    }

    /// Three members, of whom one is removed, so that a leaf is blank.
    private void story(RunningServer server) {
        var alice = server.client(RunningServer.newUser("alice"), "laptop");
        var bob = server.client(RunningServer.newUser("bob"), "phone");
        var carol = server.client(RunningServer.newUser("carol"), "tablet");
        bob.publishKeyPackages(1);
        carol.publishKeyPackages(1);
        alice.createGroup(groupId);
        alice.invite(groupId, List.of(bob.identity().user(), carol.identity().user()));
        join(carol);
        alice.update(groupId);
        var erased = alice.group(groupId).send("Forget this.");
        alice.group(groupId).send("Hello.");
        alice.http().erasePayloads(groupId, List.of(erased.seq()), "Asked for by its author");
        alice.remove(groupId, bob.identity().user());
    }

    private void join(MlsClient client) {
        assertThat(client.acceptWelcomes(PATIENCE)).containsExactly(groupId);
    }

    private void signIn(Browser browser, RunningServer server) {
        browser.open(server.uri().resolve("/console"));
        browser.awaitText("Who is looking?");
        browser.run("document.getElementById('token').value = '" + server.auditorToken(groupId) + "'");
        browser.run("document.querySelector('form button').click()");
    }

    private static void pictures(Browser browser, String name) throws Exception {
        for (boolean dark : List.of(false, true)) {
            var mood = dark ? "dark" : "light";
            browser.look(1280, 900, dark);
            browser.screenshot(PICTURES.resolve(name + "-" + mood + ".png"));
            browser.look(390, 844, dark);
            assertThat(browser.run("document.documentElement.scrollWidth <= innerWidth")
                            .asBoolean())
                    .as("a narrow screen needs no scrolling sideways")
                    .isTrue();
            browser.screenshot(PICTURES.resolve(name + "-narrow-" + mood + ".png"));
        }
        browser.look(1280, 900, false);
    }
}
