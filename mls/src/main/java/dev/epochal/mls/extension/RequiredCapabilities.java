package dev.epochal.mls.extension;

import dev.epochal.mls.codec.Codes;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;

/// `RequiredCapabilities` (RFC 9420 §11.1): what every member of a group must support.
///
/// @param extensionTypes extension types
/// @param proposalTypes proposal types
/// @param credentialTypes credential types
public record RequiredCapabilities(Codes extensionTypes, Codes proposalTypes, Codes credentialTypes) implements Struct {
    /// Nothing is required.
    public static final RequiredCapabilities NONE = new RequiredCapabilities(Codes.NONE, Codes.NONE, Codes.NONE);

    /// Reads the contents of the extension.
    public static RequiredCapabilities parse(Octets contents) {
        return Reader.whole(contents, "RequiredCapabilities", RequiredCapabilities::parse);
    }

    private static RequiredCapabilities parse(Reader reader) {
        return new RequiredCapabilities(
                reader.codes("RequiredCapabilities.extension_types"),
                reader.codes("RequiredCapabilities.proposal_types"),
                reader.codes("RequiredCapabilities.credential_types"));
    }

    @Override
    public void writeTo(Writer writer) {
        writer.codes(extensionTypes).codes(proposalTypes).codes(credentialTypes);
    }
}
