package dev.epochal.client;

/// One message of a stream of Server-Sent Events.
///
/// @param id where to go on after it; empty if it has none
/// @param name what it is; empty for an event or item
/// @param data its JSON
record StreamMessage(String id, String name, String data) {}
