package dev.epochal.mls.commit;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.tree.UpdatePath;
import java.util.List;
import java.util.Optional;

/// A `Commit` (RFC 9420 §12.4): starts a new epoch with some proposals.
///
/// @param proposals what it covers, in order
/// @param path the committer's new path, if any
public record Commit(List<ProposalOrRef> proposals, Optional<UpdatePath> path) implements Struct {
    /// Copies the list.
    public Commit {
        proposals = List.copyOf(proposals);
    }

    /// Reads one Commit.
    public static Commit parse(Reader reader) {
        return new Commit(
                reader.list("Commit.proposals", ProposalOrRef::parse),
                reader.optional("Commit.path", UpdatePath::parse));
    }

    /// Reads octets that are exactly one Commit.
    public static Commit parse(Octets octets) {
        return Reader.whole(octets, "Commit", Commit::parse);
    }

    @Override
    public void writeTo(Writer writer) {
        writer.list(proposals).optional(path);
    }
}
