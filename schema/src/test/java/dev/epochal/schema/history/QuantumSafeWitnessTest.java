package dev.epochal.schema.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.schema.history.MerkleProof.Head;
import dev.epochal.schema.history.WitnessKey.Word;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Cosignatures by ML-DSA-44, written here octet by octet after C2SP tlog-cosignature.
@DisplayNameGeneration(ReplaceUnderscores.class)
class QuantumSafeWitnessTest {
    private static final String NAME = "witness.example/pq";
    private static final String ORIGIN = "chat.example/g/a";
    private static final long AT = 1_679_315_147;
    private static final int KEY_SIZE = 1_312;

    private final KeyPair keys = generated();
    private final ByteString root = ByteString.copyFrom(new byte[32]);
    private final Checkpoint checkpoint = new Checkpoint(ORIGIN, new Head(7, root), List.of());
    private final SignedNote note = new SignedNote(checkpoint.text(), List.of());
    private final WitnessKey witness = new WitnessKey(NAME, publicKey(keys));

    private static KeyPair generated() {
        try {
            return KeyPairGenerator.getInstance("ML-DSA-44").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static ByteString publicKey(KeyPair keys) {
        var encoded = keys.getPublic().getEncoded();
        return ByteString.copyFrom(Arrays.copyOfRange(encoded, encoded.length - KEY_SIZE, encoded.length));
    }

    private static byte[] message(String cosigner, long at, long size, ByteString root) throws IOException {
        var octets = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(octets)) {
            out.write(new byte[] {'s', 'u', 'b', 't', 'r', 'e', 'e', '/', 'v', '1', '\n', 0});
            out.writeByte(cosigner.length());
            out.writeBytes(cosigner);
            out.writeLong(at);
            out.writeByte(ORIGIN.length());
            out.writeBytes(ORIGIN);
            out.writeLong(0);
            out.writeLong(size);
            root.writeTo(out);
        }
        return octets.toByteArray();
    }

    private SignedNote cosigned(long at, byte[] message) throws GeneralSecurityException {
        var signer = Signature.getInstance("ML-DSA-44");
        signer.initSign(keys.getPrivate());
        signer.update(message);
        return with(at, signer.sign());
    }

    private SignedNote with(long at, byte[] signature) {
        var octets =
                ByteBuffer.allocate(Long.BYTES + signature.length).putLong(at).put(signature);
        var id = new Sha256()
                .raw((NAME + "\n\6").getBytes(StandardCharsets.UTF_8))
                .raw(witness.publicKey())
                .finish()
                .substring(0, 4);
        return new SignedNote(note.text(), List.of(new SignedNote.Line(NAME, id, ByteString.copyFrom(octets.flip()))));
    }

    @Test
    void a_witness_signs_its_name_the_time_and_the_tree() throws Exception {
        var good = cosigned(AT, message(NAME, AT, 7, root));
        assertThat(witness.on(good)).isEqualTo(new Word.Cosigned(AT));
        assertThat(witness.on(SignedNote.parse(good.toString()).orElseThrow())).isEqualTo(new Word.Cosigned(AT));
    }

    @Test
    void a_line_that_the_witness_has_not_signed_like_this_is_wrong() throws Exception {
        var wrong = new Word.Wrong();
        assertThat(witness.on(cosigned(AT + 1, message(NAME, AT, 7, root)))).isEqualTo(wrong);
        assertThat(witness.on(cosigned(AT, message("another", AT, 7, root)))).isEqualTo(wrong);
        assertThat(witness.on(cosigned(AT, message(NAME, AT, 8, root)))).isEqualTo(wrong);
        assertThat(witness.on(cosigned(AT, message(NAME, AT, 7, new Sha256().finish()))))
                .isEqualTo(wrong);
        assertThat(witness.on(cosigned(-1, message(NAME, -1, 7, root)))).isEqualTo(wrong);
        assertThat(witness.on(with(AT, new byte[64]))).isEqualTo(wrong);
        assertThat(witness.on(with(AT, new byte[2_420]))).isEqualTo(wrong);
    }

    @Test
    void a_line_without_a_time_does_not_say_that_no_tree_is_larger() throws Exception {
        assertThat(witness.on(cosigned(0, message(NAME, 0, 7, root)))).isEqualTo(new Word.Absent());
    }

    @Test
    void its_key_is_read_as_it_is_written() {
        assertThat(WitnessKey.parse(witness.text())).contains(witness);
        assertThat(NoteKey.parse(witness.text())).isEmpty();
        assertThat(new WitnessKey(NAME, publicKey(generated())).on(note)).isEqualTo(new Word.Absent());
    }
}
