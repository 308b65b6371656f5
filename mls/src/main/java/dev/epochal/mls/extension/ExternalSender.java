package dev.epochal.mls.extension;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.credential.Credential;
import dev.epochal.mls.crypto.SignaturePublicKey;
import java.util.List;

/// An `ExternalSender` (RFC 9420 §12.1.8.1): somebody outside the group who may propose.
///
/// @param signatureKey the key that signs its proposals
/// @param credential who it is
public record ExternalSender(SignaturePublicKey signatureKey, Credential credential) implements Struct {
    /// Reads the contents of the `external_senders` extension.
    public static List<ExternalSender> parseAll(Octets contents) {
        return Reader.whole(
                contents, "external_senders", reader -> reader.list("external_senders", ExternalSender::parse));
    }

    private static ExternalSender parse(Reader reader) {
        return new ExternalSender(SignaturePublicKey.parse(reader), Credential.parse(reader));
    }

    @Override
    public void writeTo(Writer writer) {
        signatureKey.writeTo(writer);
        credential.writeTo(writer);
    }
}
