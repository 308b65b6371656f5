/// One request and its answer, the endpoints that take them, and the door where HTTP comes in.
@NullMarked
package dev.epochal.api.exchange;

import org.jspecify.annotations.NullMarked;
