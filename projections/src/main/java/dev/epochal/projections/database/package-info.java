/// The PostgreSQL database under the read model: its pool of connections, its schema, and its canonical dump.
@NullMarked
package dev.epochal.projections.database;

import org.jspecify.annotations.NullMarked;
