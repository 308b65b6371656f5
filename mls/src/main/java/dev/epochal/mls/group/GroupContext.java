package dev.epochal.mls.group;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.crypto.CipherSuite;
import dev.epochal.mls.extension.Extensions;
import java.util.Optional;

/// A `GroupContext` (RFC 9420 §8.1): what all members of an epoch agree on.
///
/// @param cipherSuite the code point of the cipher suite as it came
/// @param groupId the group's id
/// @param epoch the epoch's number, unsigned
/// @param treeHash the tree hash of the epoch's ratchet tree
/// @param confirmedTranscriptHash the running hash of the Commits so far
/// @param extensions the group's extensions
/// @param bytes the octets as they came
public record GroupContext(
        int cipherSuite,
        Octets groupId,
        long epoch,
        Octets treeHash,
        Octets confirmedTranscriptHash,
        Extensions extensions,
        Octets bytes)
        implements Struct {
    /// Reads one GroupContext.
    public static GroupContext parse(Reader reader) {
        int mark = reader.mark();
        ProtocolVersion.expect(reader, "GroupContext.version");
        int cipherSuite = reader.u16("GroupContext.cipher_suite");
        Octets groupId = reader.opaque("GroupContext.group_id");
        long epoch = reader.u64("GroupContext.epoch");
        Octets treeHash = reader.opaque("GroupContext.tree_hash");
        Octets confirmedTranscriptHash = reader.opaque("GroupContext.confirmed_transcript_hash");
        Extensions extensions = Extensions.parse(reader);
        return new GroupContext(
                cipherSuite, groupId, epoch, treeHash, confirmedTranscriptHash, extensions, reader.since(mark));
    }

    /// Reads octets that are exactly one GroupContext.
    public static GroupContext parse(Octets octets) {
        return Reader.whole(octets, "GroupContext", GroupContext::parse);
    }

    /// The GroupContext of the same group at another epoch, freshly encoded.
    public GroupContext at(long newEpoch, Octets newTreeHash, Octets newTranscriptHash, Extensions newExtensions) {
        GroupContext fields = new GroupContext(
                cipherSuite, groupId, newEpoch, newTreeHash, newTranscriptHash, newExtensions, Octets.EMPTY);
        return new GroupContext(
                cipherSuite, groupId, newEpoch, newTreeHash, newTranscriptHash, newExtensions, fields.encoded());
    }

    /// The cipher suite; empty if it is unknown.
    public Optional<CipherSuite> suite() {
        return CipherSuite.of(cipherSuite);
    }

    @Override
    public void writeTo(Writer writer) {
        writer.u16(ProtocolVersion.MLS10).u16(cipherSuite).opaque(groupId).u64(epoch);
        writer.opaque(treeHash).opaque(confirmedTranscriptHash);
        extensions.writeTo(writer);
    }
}
