/// How what the parts measure becomes numbers that operators can add up, and what the program tells about itself.
@NullMarked
package dev.epochal.server.watching;

import org.jspecify.annotations.NullMarked;
