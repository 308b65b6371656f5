package dev.epochal.client;

/// A client in a group.
///
/// @param leafIndex its leaf in the ratchet tree
/// @param user who owns the client
/// @param client the client's id among those of its user
public record Member(int leafIndex, String user, String client) {}
