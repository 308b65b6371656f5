package dev.epochal.bench.workload;

import dev.epochal.bench.load.Connections;
import dev.epochal.bench.site.Target;
import dev.epochal.bench.traffic.TrafficCache;
import java.util.function.Consumer;

/// What each workload works with.
///
/// @param target the server
/// @param connections the connections to it
/// @param traffic makes the traffic
/// @param progress takes a line for each step
public record Bench(Target target, Connections connections, TrafficCache traffic, Consumer<String> progress) {}
