package dev.epochal.mls.tree;

import dev.epochal.mls.codec.Codes;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;

/// What a client supports beyond the defaults (RFC 9420 §7.2). Unknown and GREASE values stay.
///
/// @param versions protocol versions
/// @param cipherSuites cipher suites
/// @param extensions extension types
/// @param proposals proposal types
/// @param credentials credential types
public record Capabilities(Codes versions, Codes cipherSuites, Codes extensions, Codes proposals, Codes credentials)
        implements Struct {
    /// Reads capabilities.
    public static Capabilities parse(Reader reader) {
        return new Capabilities(
                reader.codes("Capabilities.versions"),
                reader.codes("Capabilities.cipher_suites"),
                reader.codes("Capabilities.extensions"),
                reader.codes("Capabilities.proposals"),
                reader.codes("Capabilities.credentials"));
    }

    @Override
    public void writeTo(Writer writer) {
        writer.codes(versions).codes(cipherSuites).codes(extensions).codes(proposals);
        writer.codes(credentials);
    }
}
