package dev.epochal.server.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The processes of the program that run on a site.
final class Processes implements AutoCloseable {
    private final List<RoleProcess> all = new ArrayList<>();

    /// Starts them, and waits until they are healthy. The first one prepares topics and schema, the others come
    /// together.
    void start(Site site, String first, String... others) {
        all.add(site.start(first));
        all.getFirst().awaitHealthy();
        Stream.of(others).map(site::start).forEach(all::add);
        awaitHealthy();
    }

    void awaitHealthy() {
        all.forEach(RoleProcess::awaitHealthy);
    }

    Stream<RoleProcess> with(String role) {
        return all.stream().filter(each -> each.roles().equals(role));
    }

    RoleProcess any(String role, Random random) {
        var candidates = with(role).toList();
        return candidates.get(random.nextInt(candidates.size()));
    }

    /// The last that each of them has printed.
    String lastLines() {
        return all.stream().map(RoleProcess::lastLines).collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        all.forEach(RoleProcess::close);
    }
}
