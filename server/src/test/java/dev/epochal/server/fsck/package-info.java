/// Tests of the check on a real log and database that were really damaged.
@NullMarked
package dev.epochal.server.fsck;

import org.jspecify.annotations.NullMarked;
