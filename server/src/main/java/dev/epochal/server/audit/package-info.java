/// Replays an exported history and checks all that can be checked of it, trusting nobody.
///
/// {@link dev.epochal.server.audit.HistoryAudit} is the way in. It needs the export and nothing of the server: no log,
/// no database, no network.
@NullMarked
package dev.epochal.server.audit;

import org.jspecify.annotations.NullMarked;
