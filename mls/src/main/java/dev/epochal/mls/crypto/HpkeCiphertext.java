package dev.epochal.mls.crypto;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;

/// An `HPKECiphertext` (RFC 9420 §7.6), opaque to an observer.
///
/// @param kemOutput the encapsulated key
/// @param ciphertext the sealed plaintext
public record HpkeCiphertext(Octets kemOutput, Octets ciphertext) implements Struct {
    /// Reads one ciphertext.
    public static HpkeCiphertext parse(Reader reader) {
        return new HpkeCiphertext(
                reader.opaque("HPKECiphertext.kem_output"), reader.opaque("HPKECiphertext.ciphertext"));
    }

    @Override
    public void writeTo(Writer writer) {
        writer.opaque(kemOutput).opaque(ciphertext);
    }
}
