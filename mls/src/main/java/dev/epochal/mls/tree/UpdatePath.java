package dev.epochal.mls.tree;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Reader;
import dev.epochal.mls.codec.Struct;
import dev.epochal.mls.codec.Writer;
import java.util.List;

/// An `UpdatePath` (RFC 9420 §7.6): the committer's new leaf and the new nodes of its filtered direct path.
///
/// @param leafNode the committer's new leaf
/// @param nodes the new parent nodes, from the leaf towards the root
public record UpdatePath(LeafNode leafNode, List<UpdatePathNode> nodes) implements Struct {
    /// Copies the list.
    public UpdatePath {
        nodes = List.copyOf(nodes);
    }

    /// Reads one path.
    public static UpdatePath parse(Reader reader) {
        return new UpdatePath(LeafNode.parse(reader), reader.list("UpdatePath.nodes", UpdatePathNode::parse));
    }

    /// Reads octets that are exactly one path.
    public static UpdatePath parse(Octets octets) {
        return Reader.whole(octets, "UpdatePath", UpdatePath::parse);
    }

    @Override
    public void writeTo(Writer writer) {
        leafNode.writeTo(writer);
        writer.list(nodes);
    }
}
