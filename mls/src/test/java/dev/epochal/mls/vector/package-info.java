/// The public test vectors of the MLS working group, read from outside the repository.
@NullMarked
package dev.epochal.mls.vector;

import org.jspecify.annotations.NullMarked;
