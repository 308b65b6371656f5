/// Caches of what the read model holds: Redis, which all instances share, or the memory of this process.
///
/// A cache never decides anything. What it says is either true for ever (a KeyPackage by its hash), or was true within
/// a lease, at the end of which everybody has forgotten it (the signature keys of a client).
@NullMarked
package dev.epochal.projections.cache;

import org.jspecify.annotations.NullMarked;
