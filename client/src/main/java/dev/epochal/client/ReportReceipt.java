package dev.epochal.client;

/// The server's word that a member's report stands in the group's history.
///
/// @param receipt of the event
/// @param next what the member can do: `none` if it has applied the Commit, `recover` if it could not
public record ReportReceipt(Receipt receipt, NextStep next) {}
