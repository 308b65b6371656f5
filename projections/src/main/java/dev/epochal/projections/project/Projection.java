package dev.epochal.projections.project;

import com.google.protobuf.ByteString;
import com.google.protobuf.Parser;
import dev.epochal.schema.log.Topic;
import java.util.List;
import org.jooq.DSLContext;

/// Turns the records of one topic into rows.
interface Projection<E> {
    /// The topic that it follows.
    Topic topic();

    /// How a value is read.
    Parser<E> parser();

    /// The key that a record of this value must have.
    ByteString key(E value);

    /// Whether this program knows what the value says. A newer program may have written it.
    boolean isKnown(E value);

    /// Writes the rows of consecutive records of a partition, inside the caller's transaction.
    ///
    /// A record that contradicts what its key has told before is reported and stops that key, never the others.
    Outcome write(DSLContext sql, int partition, List<Entry<E>> entries);
}
