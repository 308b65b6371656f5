/// Tests of the files that operators use: against the program, its documents and the tools' own schemas.
@NullMarked
package dev.epochal.deploy;

import org.jspecify.annotations.NullMarked;
