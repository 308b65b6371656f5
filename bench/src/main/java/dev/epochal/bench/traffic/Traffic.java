package dev.epochal.bench.traffic;

import java.util.List;

/// Traffic that was made.
///
/// @param groups the groups
/// @param stocks the KeyPackages
public record Traffic(List<GroupTraffic> groups, List<StockTraffic> stocks) {}
