/// Where Redis is, and how connections to it are opened. What it is used for stands where it is used: it holds
/// copies and carries wake-ups, and never decides.
@NullMarked
package dev.epochal.projections.redis;

import org.jspecify.annotations.NullMarked;
