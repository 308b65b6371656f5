package dev.epochal.server.backing;

import dev.epochal.server.setting.DatabaseAddress;
import dev.epochal.server.setting.LogAddress;

/// What the server stands on, wherever it runs.
public record Backing(DatabaseAddress database, LogAddress log) {}
