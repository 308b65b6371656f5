package dev.epochal.mls.keypackage;

import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.crypto.CipherSuite;
import dev.epochal.mls.crypto.HpkePublicKey;
import dev.epochal.mls.extension.AppDataDictionary;
import dev.epochal.mls.extension.ComponentId;
import dev.epochal.mls.extension.ExtensionType;
import dev.epochal.mls.extension.Extensions;
import dev.epochal.mls.tree.LeafNode;
import java.util.Optional;

/// A `KeyPackage` (RFC 9420 §10): what a client publishes so that others can add it to a group.
///
/// @param version the protocol version as it came
/// @param cipherSuite the code point of the cipher suite as it came
/// @param initKey the key that a Welcome is encrypted to
/// @param leafNode the leaf that the client will have
/// @param extensions more about the client
/// @param signature over all of the above
/// @param bytes the octets as they came
public record KeyPackage(
        int version,
        int cipherSuite,
        HpkePublicKey initKey,
        LeafNode leafNode,
        Extensions extensions,
        Octets signature,
        Octets bytes)
        implements Struct {
    /// Reads one KeyPackage; nothing of it is verified here.
    public static KeyPackage parse(Reader reader) {
        int mark = reader.mark();
        int version = reader.u16("KeyPackage.version");
        int cipherSuite = reader.u16("KeyPackage.cipher_suite");
        HpkePublicKey initKey = HpkePublicKey.parse(reader);
        LeafNode leafNode = LeafNode.parse(reader);
        Extensions extensions = Extensions.parse(reader);
        Octets signature = reader.opaque("KeyPackage.signature");
        return new KeyPackage(version, cipherSuite, initKey, leafNode, extensions, signature, reader.since(mark));
    }

    /// Reads octets that are exactly one KeyPackage, without an MLSMessage around it.
    public static KeyPackage parse(Octets octets) {
        return Reader.whole(octets, "KeyPackage", KeyPackage::parse);
    }

    /// The cipher suite; empty if it is unknown.
    public Optional<CipherSuite> suite() {
        return CipherSuite.of(cipherSuite);
    }

    /// The `KeyPackageRef` (§5.2); empty if the cipher suite is unknown.
    public Optional<Octets> ref() {
        return suite().map(this::ref);
    }

    /// The `KeyPackageRef` by the hash of the given suite (§5.2).
    public Octets ref(CipherSuite suite) {
        return suite.refHash("MLS 1.0 KeyPackage Reference", bytes);
    }

    /// `KeyPackageTBS`: everything but the signature.
    public Octets toBeSigned() {
        Writer signatureOnly = new Writer(signature.size() + 4).opaque(signature);
        return bytes.slice(0, bytes.size() - signatureOnly.toOctets().size());
    }

    /// Whether the client marks it as one that may be used again when no other is left (MLS extensions draft): by the
    /// component of the newest draft or by the extension that came before.
    public boolean isLastResort() {
        return extensions.find(ExtensionType.LAST_RESORT).isPresent() || hasLastResortComponent();
    }

    private boolean hasLastResortComponent() {
        try {
            return extensions
                    .find(ExtensionType.APP_DATA_DICTIONARY)
                    .map(AppDataDictionary::parse)
                    .map(dictionary -> dictionary.components().get(ComponentId.LAST_RESORT_KEY_PACKAGE))
                    .filter(Octets::isEmpty)
                    .isPresent();
        } catch (MalformedException _) {
            return false;
        }
    }

    @Override
    public void writeTo(Writer writer) {
        writer.u16(version).u16(cipherSuite);
        initKey.writeTo(writer);
        leafNode.writeTo(writer);
        extensions.writeTo(writer);
        writer.opaque(signature);
    }
}
