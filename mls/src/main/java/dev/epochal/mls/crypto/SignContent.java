package dev.epochal.mls.crypto;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;

/// `SignContent` (RFC 9420 §5.1.2): what `SignWithLabel` really signs.
///
/// @param label what is being signed
/// @param content the octets of it
public record SignContent(SignatureLabel label, Octets content) implements Struct {
    @Override
    public void writeTo(Writer writer) {
        writer.opaque(Octets.ofText("MLS 1.0 " + label.text())).opaque(content);
    }

    @Override
    public Octets encoded() {
        Writer writer = new Writer(content.size() + 40);
        writeTo(writer);
        return writer.toOctets();
    }
}
