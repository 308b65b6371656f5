/// Many clients in many groups at once, doing whatever clients do, on bad connections.
@NullMarked
package dev.epochal.server.storm;

import org.jspecify.annotations.NullMarked;
