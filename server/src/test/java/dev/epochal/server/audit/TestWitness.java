package dev.epochal.server.audit;

import com.google.protobuf.ByteString;
import dev.epochal.schema.history.SignedNote;
import dev.epochal.schema.history.WitnessKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// A witness that cosigns whatever it is given, as C2SP tlog-cosignature says.
record TestWitness(String name, ByteString seed) {
    private Ed25519PrivateKeyParameters secret() {
        return new Ed25519PrivateKeyParameters(seed.toByteArray());
    }

    WitnessKey key() {
        return new WitnessKey(
                name, ByteString.copyFrom(secret().generatePublicKey().getEncoded()));
    }

    /// The note with this witness's line below it.
    SignedNote cosigning(SignedNote note, long atSeconds) {
        var signer = new Ed25519Signer();
        signer.init(true, secret());
        var message = ("cosignature/v1\ntime " + atSeconds + "\n" + note.text()).getBytes(StandardCharsets.UTF_8);
        signer.update(message, 0, message.length);
        return with(note, atSeconds, signer.generateSignature());
    }

    /// The note with a line that only looks like this witness's.
    SignedNote forged(SignedNote note, long atSeconds) {
        return with(note, atSeconds, new byte[64]);
    }

    private SignedNote with(SignedNote note, long atSeconds, byte[] signature) {
        var lines = new ArrayList<>(note.signatures());
        var octets = ByteBuffer.allocate(Long.BYTES + signature.length)
                .putLong(atSeconds)
                .put(signature)
                .flip();
        lines.add(new SignedNote.Line(name, id(), ByteString.copyFrom(octets)));
        return new SignedNote(note.text(), lines);
    }

    private ByteString id() {
        var parts = key().text().split("\\+", 3);
        return ByteString.copyFrom(HexFormat.of().parseHex(parts[1]));
    }
}
