package dev.epochal.server.watching;

import dev.epochal.processor.log.ProcessorHealth;
import dev.epochal.server.setting.Role;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/// What a process tells about itself: which program it is, and how much of the log it looks after.
///
/// @param registry where it is told
public record ProgramGauges(MeterRegistry registry) {
    /// Tells the version and the roles: always 1, what counts is in the tags.
    public void build(String version, Collection<Role> roles) {
        Gauge.builder("epochal.build.info", () -> 1)
                .description("The program: its version, its Java machine and the roles of this process")
                .tag("version", version)
                .tag("java", Runtime.version().toString())
                .tag("roles", roles.stream().sorted().map(Role::word).collect(Collectors.joining(",")))
                .register(registry);
    }

    /// Tells how many command partitions the log has for the processors of all processes together.
    public void commandPartitions(int count) {
        Gauge.builder("epochal.log.command.partitions", () -> count)
                .description("Command partitions of the log; each needs a processor")
                .strongReference(true)
                .register(registry);
    }

    /// Tells how many command partitions the processors of this process have, and of how many they decide.
    public void processor(Supplier<ProcessorHealth> health) {
        partitions("assigned", health, ProcessorHealth.Loop::partitions);
        partitions("deciding", health, ProcessorHealth.Loop::deciding);
    }

    private void partitions(String stage, Supplier<ProcessorHealth> health, ToIntFunction<ProcessorHealth.Loop> count) {
        Gauge.builder(
                        "epochal.processor.partitions",
                        () -> health.get().loops().stream().mapToInt(count).sum())
                .description("Command partitions of this process: assigned to it, and decided by it")
                .tag("stage", stage)
                .strongReference(true)
                .register(registry);
    }
}
