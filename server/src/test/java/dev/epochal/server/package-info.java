/// Tests of the whole program: as its users meet it, with a real broker, a real database and real MLS clients.
@NullMarked
package dev.epochal.server;

import org.jspecify.annotations.NullMarked;
