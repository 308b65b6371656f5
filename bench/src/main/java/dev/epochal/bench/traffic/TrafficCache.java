package dev.epochal.bench.traffic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Traffic in files, one set for each plan. A server takes the same traffic only once, so what is used against a
/// server that stays is to be made afresh.
///
/// @param folder where the files are
/// @param afresh whether files that exist are made anew
/// @param progress takes a line now and then
public record TrafficCache(Path folder, boolean afresh, Consumer<String> progress) {
    /// KeyPackages are valid from an hour before they are made, for 84 days; a day is far from either end.
    private static final Duration AGE_MAX = Duration.ofDays(1);

    /// The traffic of a plan: made in as many programs as there are cores, unless it lies there.
    public Traffic obtain(TrafficPlan plan) throws InterruptedException {
        int shares = Runtime.getRuntime().availableProcessors();
        try {
            Files.createDirectories(folder);
            var files = new ArrayList<Path>();
            for (int share = 0; share < shares; share++) {
                files.add(folder.resolve(plan.fileName() + "." + share + "of" + shares));
            }
            if (afresh || !isFresh(files)) {
                make(plan, files);
            }
            var groups = new ArrayList<GroupTraffic>();
            var stocks = new ArrayList<StockTraffic>();
            for (var file : files) {
                TrafficFile.read(file, groups, stocks);
            }
            return new Traffic(groups, stocks);
        } catch (IOException e) {
            throw new UncheckedIOException("Traffic can't be kept in " + folder, e);
        }
    }

    private static boolean isFresh(List<Path> files) throws IOException {
        for (var file : files) {
            if (!Files.exists(file)
                    || Files.getLastModifiedTime(file)
                            .toInstant()
                            .isBefore(Instant.now().minus(AGE_MAX))) {
                return false;
            }
        }
        return true;
    }

    private void make(TrafficPlan plan, List<Path> files) throws IOException, InterruptedException {
        progress.accept("making traffic: %,d MLS messages".formatted(plan.work()));
        var made = new AtomicLong();
        var programs = new ArrayList<Process>();
        var readers = new ArrayList<Thread>();
        try {
            for (int share = 0; share < files.size(); share++) {
                var program = start(plan, files.get(share), share, files.size());
                programs.add(program);
                readers.add(Thread.ofVirtual().start(() -> follow(program, made, plan.work())));
            }
            for (var program : programs) {
                if (program.waitFor() != 0) {
                    throw new IllegalStateException("A program that makes traffic ended with " + program.exitValue());
                }
            }
            for (var reader : readers) {
                reader.join();
            }
        } finally {
            programs.forEach(Process::destroy);
        }
    }

    private static Process start(TrafficPlan plan, Path file, int share, int shares) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xshare:auto", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(TrafficProgram.class.getName(), file.toString()));
        command.addAll(List.of(Integer.toString(share), Integer.toString(shares)));
        command.addAll(plan.arguments());
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void follow(Process program, AtomicLong made, long work) {
        try (var lines = program.inputReader()) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                long more = Long.parseLong(line);
                long now = made.addAndGet(more);
                if (now * 4 / work > (now - more) * 4 / work) {
                    progress.accept("making traffic: %d %%".formatted(now * 100 / work));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("What a program that makes traffic says can't be read", e);
        }
    }
}
