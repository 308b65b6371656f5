/// Tests of the code itself: what may know what, and how it is written.
@NullMarked
package dev.epochal.server.house;

import org.jspecify.annotations.NullMarked;
