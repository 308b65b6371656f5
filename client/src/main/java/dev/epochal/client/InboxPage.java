package dev.epochal.client;

import java.util.List;

/// A piece of the inbox.
///
/// @param items the items in order; empty if there are none yet
/// @param next the cursor to ask with next
public record InboxPage(List<InboxItem> items, String next) {}
