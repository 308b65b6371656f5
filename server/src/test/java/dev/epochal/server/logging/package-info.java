@NullMarked
package dev.epochal.server.logging;

import org.jspecify.annotations.NullMarked;
