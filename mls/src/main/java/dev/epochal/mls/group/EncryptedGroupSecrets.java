package dev.epochal.mls.group;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.crypto.HpkeCiphertext;

/// An `EncryptedGroupSecrets` (RFC 9420 §12.4.3.1): what one new member needs to open a Welcome.
///
/// @param newMember the KeyPackageRef of the new member
/// @param encryptedGroupSecrets sealed to that KeyPackage's init key
public record EncryptedGroupSecrets(Octets newMember, HpkeCiphertext encryptedGroupSecrets) implements Struct {
    /// Reads one item.
    public static EncryptedGroupSecrets parse(Reader reader) {
        return new EncryptedGroupSecrets(
                reader.opaque("EncryptedGroupSecrets.new_member"), HpkeCiphertext.parse(reader));
    }

    @Override
    public void writeTo(Writer writer) {
        encryptedGroupSecrets.writeTo(writer.opaque(newMember));
    }
}
