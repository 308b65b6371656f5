package dev.epochal.client;

/// A group's ratchet tree.
///
/// @param bytes the contents of the ratchet_tree extension (RFC 9420 §12.4.3.3)
/// @param tag what the server knows this tree by
/// @param epoch an epoch with this tree
public record RatchetTree(Octets bytes, String tag, long epoch) {}
