/// The ratchet tree (RFC 9420 §4, §7): nodes, tree mathematics, tree hashes and the path of a Commit. No secrets.
@NullMarked
package dev.epochal.mls.tree;

import org.jspecify.annotations.NullMarked;
