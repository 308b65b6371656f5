/// What the server stands on, against a real broker and a real database.
@NullMarked
package dev.epochal.server.backing;

import org.jspecify.annotations.NullMarked;
