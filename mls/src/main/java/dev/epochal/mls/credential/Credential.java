package dev.epochal.mls.credential;

import dev.epochal.mls.codec.MalformedException.Reason;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;

/// A `Credential` (RFC 9420 §5.3). A type without a known form is refused, for its end can't be found.
public sealed interface Credential extends Struct permits BasicCredential, X509Credential {
    /// Reads one credential.
    static Credential parse(Reader reader) {
        int type = reader.u16("Credential.credential_type");
        return switch (type) {
            case CredentialType.BASIC -> new BasicCredential(reader.opaque("Credential.identity"));
            case CredentialType.X509 ->
                new X509Credential(reader.list("Credential.certificates", r -> r.opaque("Certificate.cert_data")));
            default -> throw reader.malformedBehind(2, Reason.UNKNOWN_CREDENTIAL_TYPE, "Credential.credential_type");
        };
    }

    /// The registered code point of the type.
    int type();

    /// What names the client: credentials with equal octets here are of one client (RFC 9420 §5.3.3).
    Octets client();
}
