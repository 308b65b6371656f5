/// Taking over from a Catbird server, on a real PostgreSQL.
@NullMarked
package dev.epochal.server.catbird;

import org.jspecify.annotations.NullMarked;
