package dev.epochal.schema.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.epochal.schema.history.MerkleProof.Head;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CheckpointTest {
    /// The key and the note with which implementations of signed notes are compared.
    private static final String KNOWN_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private static final String KNOWN_SECRET = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private static final String KNOWN_TEXT =
            "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    private static final String KNOWN_NOTE = KNOWN_TEXT + "\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8p"
            + "AcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    private final NoteKey known = NoteKey.parse(KNOWN_KEY).orElseThrow();
    private final NoteSigner signer = NoteSigner.of(filled(5));
    private final NoteSigner other = NoteSigner.of(filled(6));
    private final String origin = Checkpoint.origin("chat.example", filled(1));
    private final Checkpoint checkpoint = new Checkpoint(origin, new Head(7, filled(9)), List.of());

    private static ByteString filled(int value) {
        byte[] octets = new byte[32];
        Arrays.fill(octets, (byte) value);
        return ByteString.copyFrom(octets);
    }

    @Test
    void notes_are_signed_as_other_implementations_sign_them() {
        ByteString typed = ByteString.copyFrom(Base64.getDecoder().decode(KNOWN_SECRET));
        NoteSigner peter = NoteSigner.of(typed.substring(1));
        assertThat(peter.key("PeterNeumann")).isEqualTo(known);
        assertThat(known.text()).isEqualTo(KNOWN_KEY);
        assertThat(new SignedNote(KNOWN_TEXT, List.of()).signedBy(peter, "PeterNeumann"))
                .hasToString(KNOWN_NOTE);
    }

    @Test
    void notes_of_other_implementations_are_verified() {
        SignedNote note = SignedNote.parse(KNOWN_NOTE).orElseThrow();
        assertThat(note.text()).isEqualTo(KNOWN_TEXT);
        assertThat(note.isSignedBy(known)).isTrue();
        assertThat(note.isSignedBy(signer.key("PeterNeumann"))).isFalse();
    }

    /// The example of the specification.
    @Test
    void the_example_of_signed_notes_is_verified() {
        NoteKey key = NoteKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
                .orElseThrow();
        SignedNote note = SignedNote.parse(
                        "This is an example message.\n\n\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnag"
                                + "v1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n")
                .orElseThrow();
        assertThat(note.isSignedBy(key)).isTrue();
    }

    @Test
    void each_changed_character_of_a_note_is_noticed() {
        for (int i = 0; i < KNOWN_NOTE.length(); i++) {
            char[] changed = KNOWN_NOTE.toCharArray();
            changed[i] = (char) (changed[i] ^ 1);
            assertThat(SignedNote.parse(String.valueOf(changed)).filter(note -> note.isSignedBy(known)))
                    .as("character " + i)
                    .isEmpty();
        }
    }

    @Test
    void each_changed_character_of_a_key_is_noticed() {
        for (int i = 0; i < KNOWN_KEY.length(); i++) {
            char[] changed = KNOWN_KEY.toCharArray();
            changed[i]++;
            assertThat(NoteKey.parse(String.valueOf(changed)))
                    .as("character " + i)
                    .isEmpty();
        }
        assertThat(NoteKey.parse("")).isEmpty();
        assertThat(NoteKey.parse("++")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "\n\n",
                "text\n\n",
                "text\n\n\u2014 a\n",
                "text\n\n- a AAAAAAAA\n",
                "a\tb\n\n\u2014 n AAAAAAAA\n",
                "text\n\n\u2014 n+m AAAAAAAA\n",
                "text\n\n\u2014 n AAAAAAAA",
                "text\n\n\u2014 n AAAA=AA=\n",
                "text\n\n\u2014 n AAAAAA==\n"
            })
    void what_is_no_note_is_refused(String text) {
        assertThat(SignedNote.parse(text)).isEmpty();
    }

    @Test
    void a_note_with_a_thousand_signatures_is_refused() {
        assertThat(SignedNote.parse("text\n\n" + "\u2014 n AAAAAAAA\n".repeat(100)))
                .isPresent();
        assertThat(SignedNote.parse("text\n\n" + "\u2014 n AAAAAAAA\n".repeat(101)))
                .isEmpty();
    }

    @Test
    void a_checkpoint_is_origin_size_and_root() {
        assertThat(origin).isEqualTo("chat.example/g/aeaqcaibaeaqcaibaeaqcaibaeaqcaibaeaqcaibaeaqcaibaeaq");
        assertThat(checkpoint.text()).isEqualTo(origin + "\n7\nCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=\n");
        assertThat(Checkpoint.parse(checkpoint.text())).contains(checkpoint);
    }

    @Test
    void a_checkpoint_opens_for_the_key_and_the_origin_of_its_log_only() {
        String note = checkpoint.signedBy(signer).toString();
        String elsewhere = Checkpoint.origin("chat.example", filled(2));
        assertThat(Checkpoint.open(note, signer.key(origin))).contains(checkpoint);
        assertThat(Checkpoint.open(note, other.key(origin))).isEmpty();
        assertThat(Checkpoint.open(note, signer.key(elsewhere))).isEmpty();
        String crossed = new SignedNote(checkpoint.text(), List.of())
                .signedBy(signer, elsewhere)
                .toString();
        assertThat(Checkpoint.open(crossed, signer.key(elsewhere))).isEmpty();
    }

    @Test
    void a_checkpoint_that_two_keys_have_signed_opens_for_both() {
        String note = checkpoint.signedBy(signer).signedBy(other, origin).toString();
        assertThat(Checkpoint.open(note, signer.key(origin))).contains(checkpoint);
        assertThat(Checkpoint.open(note, other.key(origin))).contains(checkpoint);
    }

    @Test
    void extensions_are_kept_and_signed() {
        Checkpoint extended = new Checkpoint(origin, checkpoint.head(), List.of("log-epoch 2"));
        assertThat(Checkpoint.open(extended.signedBy(signer).toString(), signer.key(origin)))
                .contains(extended);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "o\n",
                "o\n1\n",
                "o\n01\nCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=\n",
                "o\n-1\nCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=\n",
                "o\n1\nCQk=\n",
                "o\n1\nCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk\n",
                "\n1\nCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=\n",
                "o\n9999999999999999999\nCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=\n",
                "o\n1\nCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=\n\n"
            })
    void what_is_no_checkpoint_is_refused(String text) {
        assertThat(Checkpoint.parse(text)).isEmpty();
    }

    @Test
    void names_and_secrets_that_can_be_none_are_refused() {
        assertThatThrownBy(() -> new NoteKey("two words", filled(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NoteKey("a+b", filled(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NoteSigner.of(ByteString.EMPTY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SignedNote("no newline", List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
