package dev.epochal.api;

import dev.epochal.projections.read.Changes;
import dev.epochal.projections.read.ClientReads;
import dev.epochal.projections.read.GroupReads;

/// What the interface may read.
///
/// @param groups groups and their histories
/// @param clients what concerns one client
/// @param changes wakes who waits for a change of either
public record ReadSide(GroupReads groups, ClientReads clients, Changes changes) {}
