package dev.epochal.processor.log;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Position;
import java.util.HashSet;
import java.util.Set;

/// A state that only counts: enough to see whether the shell runs a core as it should.
record Tally(long seq, Position lastCommand, Set<ByteString> digests) {
    static Tally first(GroupEvent event) {
        return new Tally(
                event.getHeader().getSeq(),
                event.getHeader().getCommand(),
                Set.of(event.getHeader().getBodyDigest()));
    }

    Tally and(GroupEvent event) {
        Set<ByteString> more = new HashSet<>(digests);
        more.add(event.getHeader().getBodyDigest());
        return new Tally(event.getHeader().getSeq(), event.getHeader().getCommand(), Set.copyOf(more));
    }
}
