/// Wakes readers that wait for a change of a group or of what concerns a client.
///
/// ```
/// projection ──► ChangeHub ──► waiting readers, EventFeed ──► followers
///                 │     ▲
///           Outbox│     │Listener
///                 ▼     │
///        Teller ──► Redis ──► the ChangeHubs of other processes
/// ```
@NullMarked
package dev.epochal.projections.wake;

import org.jspecify.annotations.NullMarked;
