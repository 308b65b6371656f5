package dev.epochal.api;

import dev.epochal.projections.cache.CachedDirectory;
import dev.epochal.projections.read.Changes;
import dev.epochal.projections.read.Checkpoints;
import dev.epochal.projections.read.ClientReads;
import dev.epochal.projections.read.DirectoryReads;
import dev.epochal.projections.read.GroupReads;
import dev.epochal.projections.read.ImportedReads;
import dev.epochal.projections.read.InboxReads;
import dev.epochal.projections.read.LiveEvents;
import dev.epochal.projections.read.ReadPositions;

/// What the interface may read.
///
/// @param groups groups and their histories
/// @param clients what concerns one client
/// @param inboxes what concerns one client over all its groups
/// @param directory who the clients are, and what becomes of their KeyPackages
/// @param imported what another Delivery Service had stored
/// @param cached the directory, where a moment's delay does no harm
/// @param changes wakes who waits for a change of either
/// @param live hands on events as they come
/// @param checkpoints signs how far histories have come
/// @param positions how far the read model has come itself
public record ReadSide(
        GroupReads groups,
        ClientReads clients,
        InboxReads inboxes,
        DirectoryReads directory,
        ImportedReads imported,
        CachedDirectory cached,
        Changes changes,
        LiveEvents live,
        Checkpoints checkpoints,
        ReadPositions positions) {}
