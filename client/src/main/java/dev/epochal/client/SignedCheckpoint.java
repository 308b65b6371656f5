package dev.epochal.client;

/// How far a group's history has come, signed by the server (C2SP tlog-checkpoint in a signed note).
///
/// @param note the text with its signatures: keep it, it proves what was there
/// @param key the vkey that verifies it, as the server tells it
public record SignedCheckpoint(String note, String key) {}
