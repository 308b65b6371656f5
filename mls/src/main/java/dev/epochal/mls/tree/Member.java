package dev.epochal.mls.tree;

/// A client in a group: a non-blank leaf and its place.
///
/// @param leafIndex the place among the leaves
/// @param leafNode what stands there
public record Member(int leafIndex, LeafNode leafNode) {}
