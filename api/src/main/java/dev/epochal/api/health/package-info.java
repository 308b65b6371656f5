/// How the server says it is, and its metrics.
@NullMarked
package dev.epochal.api.health;

import org.jspecify.annotations.NullMarked;
