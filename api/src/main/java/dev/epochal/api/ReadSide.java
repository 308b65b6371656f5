package dev.epochal.api;

import dev.epochal.projections.read.Changes;
import dev.epochal.projections.read.ClientReads;
import dev.epochal.projections.read.GroupReads;
import dev.epochal.projections.read.InboxReads;
import dev.epochal.projections.read.LiveEvents;

/// What the interface may read.
///
/// @param groups groups and their histories
/// @param clients what concerns one client
/// @param inboxes what concerns one client over all its groups
/// @param changes wakes who waits for a change of either
/// @param live hands on events as they come
public record ReadSide(GroupReads groups, ClientReads clients, InboxReads inboxes, Changes changes, LiveEvents live) {}
