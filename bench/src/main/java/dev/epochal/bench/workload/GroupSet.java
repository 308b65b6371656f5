package dev.epochal.bench.workload;

import dev.epochal.bench.load.AnswerCheck;
import dev.epochal.bench.load.Lane;
import dev.epochal.bench.load.LoadResult;
import dev.epochal.bench.load.LoadRun;
import dev.epochal.bench.load.Pace;
import dev.epochal.bench.load.Window;
import dev.epochal.bench.traffic.GroupTraffic;
import dev.epochal.bench.traffic.TrafficPlan;
import dev.epochal.client.EpochalClient;
import dev.epochal.client.Octets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Groups that stand on the server in epoch 1, each with its creator and the other members.
final class GroupSet {
    private static final int CREATED = 201;
    private static final int EXPORTED = 200;
    private static final String BINARY = "application/vnd.epochal.history";
    private static final int PREPARED_AT_ONCE = 32;
    private static final int SAMPLE = 50;
    private static final Duration EXPORT_LIMIT = Duration.ofHours(1);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(20);

    /// Event 0 created the group, event 1 added the members.
    private static final long PREPARED_SEQ = 1;

    private final Bench bench;
    private final List<GroupTraffic> groups;

    private GroupSet(Bench bench, List<GroupTraffic> groups) {
        this.bench = bench;
        this.groups = groups;
    }

    static GroupSet create(Bench bench, TrafficPlan plan) throws InterruptedException {
        var groups = bench.traffic().obtain(plan).groups();
        bench.progress().accept("creating %,d groups".formatted(groups.size()));
        Registrations.send(
                bench,
                groups.stream().flatMap(group -> group.registrations().stream()).toList());
        var lanes = new ArrayList<Lane>();
        for (var group : groups) {
            var requests = bench.target().requestsOf(group.user());
            lanes.add(Lane.ordered(List.of(
                    requests.post("/v1/groups", group.preparation().getFirst()),
                    requests.post(path(group) + "/commits", group.preparation().getLast()))));
        }
        LoadRun.sendAll(bench.connections(), lanes, AnswerCheck.status(CREATED), PREPARED_AT_ONCE);
        return new GroupSet(bench, groups);
    }

    private static String path(GroupTraffic group) {
        return "/v1/groups/" + group.groupId();
    }

    /// Sends each group's Commits in order, and checks that the groups then are in the epochs that they should be in.
    LoadResult commit(Pace pace, Window window) throws InterruptedException {
        var lanes = new ArrayList<Lane>();
        for (var group : groups) {
            lanes.add(Lane.ordered(posts(group, "/commits", group.commits())));
        }
        var result = run(lanes, pace, window);
        return checked(result, lanes, true);
    }

    /// Sends all Commits of the first group and writes its history to a file, in the form in which `epochal audit`
    /// fetches one.
    void export(Path file) throws InterruptedException {
        var group = groups.getFirst();
        var lane = Lane.ordered(posts(group, "/commits", group.commits()));
        bench.progress().accept("committing %,d times".formatted(group.commits().size()));
        LoadRun.sendAll(bench.connections(), List.of(lane), AnswerCheck.status(CREATED), 1);
        var groupId = Octets.parse(group.groupId());
        var token = bench.target().tokens().auditor("auditor", List.of(groupId), EXPORT_LIMIT);
        bench.progress().accept("exporting");
        var request = HttpRequest.newBuilder(bench.target().base().resolve(path(group) + "/history"))
                .header("Accept", BINARY)
                .header("Authorization", "Bearer " + token)
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofFile(file));
            if (answer.statusCode() != EXPORTED) {
                throw new IllegalStateException("The export is answered with " + answer.statusCode());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends each group's messages, and checks that the groups have as many events as they should have.
    LoadResult message(Pace pace, Window window) throws InterruptedException {
        var lanes = messages();
        return checked(run(lanes, pace, window), lanes, false);
    }

    /// Sends each group's messages while all members follow their inboxes.
    ///
    /// @return what the delivery took
    LoadResult deliver(Pace pace, Window window) throws InterruptedException {
        try (var subscribers = Subscribers.open(bench, groups)) {
            bench.progress().accept("measuring, %s, %.0f s".formatted(pace, window.seconds()));
            var deliveries = new Deliveries(groups.getFirst().registrations().size(), window, DRAIN_LIMIT);
            subscribers.follow(deliveries::arrived);
            var check = deliveries.accepting(AnswerCheck.status(CREATED));
            var sending = LoadRun.measure(bench.connections(), messages(), check, pace, window);
            return deliveries.result(sending);
        }
    }

    private List<Lane> messages() {
        return groups.stream()
                .map(group -> Lane.free(posts(group, "/messages", group.messages())))
                .toList();
    }

    private List<byte[]> posts(GroupTraffic group, String resource, List<byte[]> bodies) {
        var requests = bench.target().requestsOf(group.user());
        return bodies.stream()
                .map(body -> requests.post(path(group) + resource, body))
                .toList();
    }

    private LoadResult run(List<Lane> lanes, Pace pace, Window window) throws InterruptedException {
        bench.progress().accept("measuring, %s, %.0f s".formatted(pace, window.seconds()));
        return LoadRun.measure(bench.connections(), lanes, AnswerCheck.status(CREATED), pace, window);
    }

    /// Asks the server for a sample of the groups. A group that isn't where its receipts say is a problem.
    private LoadResult checked(LoadResult result, List<Lane> lanes, boolean commits) {
        int wrong = 0;
        int step = Math.max(1, groups.size() / SAMPLE);
        try (var http = EpochalClient.connect(bench.target().base(), () -> "")) {
            for (int i = 0; i < groups.size(); i += step) {
                var group = groups.get(i);
                long seq = PREPARED_SEQ + lanes.get(i).accepted();
                var state = http.withToken(() -> bench.target().token(group.user()))
                        .group(Octets.parse(group.groupId()), seq);
                long epoch = commits ? seq : PREPARED_SEQ;
                if (state.seq() != seq || state.epoch() != epoch) {
                    wrong++;
                }
            }
        }
        if (wrong == 0) {
            return result;
        }
        var problems = new TreeMap<>(result.problems());
        problems.put("state-differs", (long) wrong);
        return result.withProblems(problems);
    }
}
