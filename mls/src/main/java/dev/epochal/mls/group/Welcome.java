package dev.epochal.mls.group;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;
import java.util.List;

/// A `Welcome` (RFC 9420 §12.4.3.1): brings new members into a group; sealed but for whom it is meant.
///
/// @param cipherSuite the code point of the group's cipher suite as it came
/// @param secrets one item for each new member
/// @param encryptedGroupInfo sealed
/// @param bytes the octets as they came
public record Welcome(int cipherSuite, List<EncryptedGroupSecrets> secrets, Octets encryptedGroupInfo, Octets bytes)
        implements Struct {
    /// Copies the list.
    public Welcome {
        secrets = List.copyOf(secrets);
    }

    /// Reads one Welcome.
    public static Welcome parse(Reader reader) {
        int mark = reader.mark();
        int cipherSuite = reader.u16("Welcome.cipher_suite");
        List<EncryptedGroupSecrets> secrets = reader.list("Welcome.secrets", EncryptedGroupSecrets::parse);
        Octets encryptedGroupInfo = reader.opaque("Welcome.encrypted_group_info");
        return new Welcome(cipherSuite, secrets, encryptedGroupInfo, reader.since(mark));
    }

    @Override
    public void writeTo(Writer writer) {
        writer.u16(cipherSuite).list(secrets).opaque(encryptedGroupInfo);
    }
}
