package dev.epochal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// A tree whose connection breaks.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DownloadTest {
    private static final Octets GROUP = Octets.utf8("group");
    private static final Map<String, String> STRONG = Map.of("ETag", "\"hash\"", "Epochal-Tree-Epoch", "7");

    private final StubServer server = new StubServer();
    private final EpochalClient client = EpochalClient.connect(
            new ClientSettings(
                    server.uri(),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    4,
                    Duration.ofMillis(2),
                    Duration.ofSeconds(2)),
            () -> "token");

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private static Map<String, String> piece(String range) {
        return Map.of("ETag", "\"hash\"", "Epochal-Tree-Epoch", "7", "Content-Range", range);
    }

    private Octets tree() {
        return client.ratchetTree(GROUP, 7).bytes();
    }

    private Optional<String> asked(int attempt, String header) {
        return server.asked().get(attempt).header(header);
    }

    @Test
    void what_broke_off_is_gone_on_with() {
        server.breaksOff(STRONG, "0123", 6).answers(503, "").answers(206, piece("bytes 4-9/10"), "456789");
        assertThat(tree()).isEqualTo(Octets.utf8("0123456789"));
        assertThat(asked(0, "Range")).isEmpty();
        assertThat(asked(1, "Range")).contains("bytes=4-");
        assertThat(asked(2, "Range")).contains("bytes=4-");
        assertThat(asked(2, "If-Range")).contains("\"hash\"");
    }

    @Test
    void what_is_another_tree_by_then_is_taken_from_its_beginning() {
        server.breaksOff(STRONG, "0123", 6).answers(200, Map.of("ETag", "\"other\"", "Epochal-Tree-Epoch", "7"), "abc");
        var tree = client.ratchetTree(GROUP, 7);
        assertThat(tree.bytes()).isEqualTo(Octets.utf8("abc"));
        assertThat(tree.tag()).isEqualTo("\"other\"");
    }

    @Test
    void what_has_no_strong_tag_is_asked_for_anew() {
        server.breaksOff(Map.of("ETag", "W/\"hash\""), "0123", 6).answers(200, STRONG, "0123456789");
        assertThat(tree()).isEqualTo(Octets.utf8("0123456789"));
        assertThat(asked(1, "Range")).isEmpty();
    }

    @Test
    void a_piece_that_does_not_fit_is_thrown_away_and_all_is_asked_for() {
        server.breaksOff(STRONG, "0123", 6)
                .answers(206, piece("bytes 5-9/10"), "56789")
                .answers(200, STRONG, "0123456789");
        assertThat(tree()).isEqualTo(Octets.utf8("0123456789"));
        assertThat(asked(1, "Range")).contains("bytes=4-");
        assertThat(asked(2, "Range")).isEmpty();
    }

    @Test
    void a_refusal_is_told_as_it_is() {
        server.answers(404, "{\"type\":\"https://epochal.dev/problems/unknown-epoch\",\"status\":404}");
        assertThatThrownBy(this::tree).isInstanceOf(EpochalProblemException.class);
    }
}
