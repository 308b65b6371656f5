/// What the command line and the environment say, read and checked once at the start.
@NullMarked
package dev.epochal.server.setting;

import org.jspecify.annotations.NullMarked;
