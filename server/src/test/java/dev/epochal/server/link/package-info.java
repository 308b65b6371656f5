/// The connections of the program to what it stands on.
@NullMarked
package dev.epochal.server.link;

import org.jspecify.annotations.NullMarked;
