package dev.epochal.server.fsck;

import java.util.List;

/// What a check has found.
///
/// @param groups how many groups the log has
/// @param groupEvents how many events they have
/// @param users how many users the directory has
/// @param userEvents how many events they have
/// @param importedGroups how many groups came from another Delivery Service, of which only the chain is checked
/// @param importedEvents how many events they have
/// @param rows how the rows were compared
/// @param findings the first of what is wrong: in the order of the log, then rows
/// @param found how much is wrong in all; a group or user counts once
public record Report(
        long groups,
        long groupEvents,
        long users,
        long userEvents,
        long importedGroups,
        long importedEvents,
        RowsOutcome rows,
        List<Finding> findings,
        long found) {
    /// Copies the list.
    public Report {
        findings = List.copyOf(findings);
    }

    /// Whether nothing is wrong.
    public boolean isClean() {
        return found == 0;
    }

    /// How the rows were compared.
    ///
    /// @param compared how many rows there are, if they could be compared; else 0
    /// @param omitted why they were not compared; empty if they were
    public record RowsOutcome(long compared, String omitted) {}
}
