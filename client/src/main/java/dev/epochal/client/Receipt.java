package dev.epochal.client;

import java.time.Instant;
import java.util.UUID;

/// The server's word that an event stands in a group's history.
///
/// @param submission what [EpochalClient#submission] can be asked about
/// @param groupId the group
/// @param seq the event's number in the group, from 0 without a gap
/// @param epoch the group's epoch after the event
/// @param head the event's leaf hash: the head of the group's hash chain after it
/// @param position where the event's command lies in the log
/// @param acceptedAt the log's time of the command, to the millisecond
/// @param guarantee what the server checks in this group
/// @param replayed true if the same bytes had been accepted before; the receipt is the first one
public record Receipt(
        UUID submission,
        Octets groupId,
        long seq,
        long epoch,
        Octets head,
        Position position,
        Instant acceptedAt,
        Guarantee guarantee,
        boolean replayed) {}
