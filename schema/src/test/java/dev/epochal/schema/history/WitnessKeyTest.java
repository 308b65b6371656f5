package dev.epochal.schema.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.schema.history.MerkleProof.Head;
import dev.epochal.schema.history.WitnessKey.Word;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class WitnessKeyTest {
    private static final String NAME = "witness.example/w1";
    private static final long AT = 1_679_315_147;

    private final NoteSigner log = NoteSigner.of(filled(5));
    private final NoteSigner secret = NoteSigner.of(filled(6));
    private final WitnessKey witness = new WitnessKey(NAME, secret.key(NAME).publicKey());
    private final Checkpoint checkpoint = new Checkpoint("chat.example/g/a", new Head(7, filled(9)), List.of());
    private final SignedNote note = checkpoint.signedBy(log);

    private static ByteString filled(int value) {
        byte[] octets = new byte[32];
        Arrays.fill(octets, (byte) value);
        return ByteString.copyFrom(octets);
    }

    private static ByteString timestamped(long at, ByteString signature) {
        return ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES).putLong(at).flip())
                .concat(signature);
    }

    private SignedNote cosigned(long at, String message) {
        return with(timestamped(at, secret.sign(message)));
    }

    private SignedNote with(ByteString signature) {
        var lines = new ArrayList<>(note.signatures());
        lines.add(new SignedNote.Line(
                NAME, new VerifierKey(NAME, SignatureType.ED25519_COSIGNATURE, witness.publicKey()).id(), signature));
        return new SignedNote(note.text(), lines);
    }

    @Test
    void a_witness_signs_the_time_and_the_whole_checkpoint() {
        var good = cosigned(AT, "cosignature/v1\ntime 1679315147\n" + note.text());
        assertThat(witness.on(good)).isEqualTo(new Word.Cosigned(AT));
        assertThat(witness.on(SignedNote.parse(good.toString()).orElseThrow())).isEqualTo(new Word.Cosigned(AT));
        assertThat(good.isSignedBy(log.key(checkpoint.origin()))).isTrue();
        var elsewhere = new SignedNote("another text\n", good.signatures());
        assertThat(witness.on(elsewhere)).isEqualTo(new Word.Wrong());
    }

    @Test
    void a_line_that_the_witness_has_not_signed_like_this_is_wrong() {
        var message = "cosignature/v1\ntime 1679315147\n" + note.text();
        assertThat(witness.on(cosigned(AT + 1, message))).isEqualTo(new Word.Wrong());
        assertThat(witness.on(cosigned(AT, note.text()))).isEqualTo(new Word.Wrong());
        assertThat(witness.on(with(secret.sign(message)))).isEqualTo(new Word.Wrong());
        assertThat(witness.on(with(timestamped(AT, log.sign(message))))).isEqualTo(new Word.Wrong());
        for (long at : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertThat(witness.on(cosigned(at, "cosignature/v1\ntime " + at + "\n" + note.text())))
                    .isEqualTo(new Word.Wrong());
        }
    }

    @Test
    void lines_under_other_names_or_keys_say_nothing() {
        assertThat(witness.on(note)).isEqualTo(new Word.Absent());
        var good = cosigned(AT, "cosignature/v1\ntime 1679315147\n" + note.text());
        var renamed = new WitnessKey("witness.example/w2", witness.publicKey());
        assertThat(renamed.on(good)).isEqualTo(new Word.Absent());
        var other = new WitnessKey(NAME, log.key(NAME).publicKey());
        assertThat(other.on(good)).isEqualTo(new Word.Absent());
        assertThat(good.isSignedBy(secret.key(NAME)))
                .as("as if it were a log's")
                .isFalse();
    }

    @Test
    void a_key_of_another_type_is_none_of_a_witness() {
        assertThat(WitnessKey.parse(witness.text())).contains(witness);
        assertThat(NoteKey.parse(witness.text())).isEmpty();
        assertThat(WitnessKey.parse(secret.key(NAME).text())).isEmpty();
        assertThat(WitnessKey.parse(NAME + "+00000000+AAAA")).isEmpty();
        assertThat(WitnessKey.parse("")).isEmpty();
    }
}
