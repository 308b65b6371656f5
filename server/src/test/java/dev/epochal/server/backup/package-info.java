@NullMarked
package dev.epochal.server.backup;

import org.jspecify.annotations.NullMarked;
