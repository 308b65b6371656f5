package dev.epochal.mls.group;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.proposal.PreSharedKeyId;
import java.util.List;
import java.util.Optional;

/// A `GroupSecrets` (RFC 9420 §12.4.3.1), as a new member finds it in a Welcome. An observer never sees one.
///
/// @param joinerSecret starts the key schedule
/// @param pathSecret a `PathSecret`, if the Commit had a path
/// @param psks the pre-shared keys of the Commit, in its order
public record GroupSecrets(Octets joinerSecret, Optional<PathSecret> pathSecret, List<PreSharedKeyId> psks)
        implements Struct {
    /// Copies the list.
    public GroupSecrets {
        psks = List.copyOf(psks);
    }

    /// Reads octets that are exactly one struct.
    public static GroupSecrets parse(Octets octets) {
        return Reader.whole(octets, "GroupSecrets", GroupSecrets::parse);
    }

    private static GroupSecrets parse(Reader reader) {
        return new GroupSecrets(
                reader.opaque("GroupSecrets.joiner_secret"),
                reader.optional("GroupSecrets.path_secret", PathSecret::parse),
                reader.list("GroupSecrets.psks", PreSharedKeyId::parse));
    }

    /// Shows nothing of the secrets.
    @Override
    public String toString() {
        return "GroupSecrets[psks=" + psks.size() + "]";
    }

    @Override
    public void writeTo(Writer writer) {
        writer.opaque(joinerSecret).optional(pathSecret).list(psks);
    }
}
