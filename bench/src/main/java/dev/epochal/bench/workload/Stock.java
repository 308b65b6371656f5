package dev.epochal.bench.workload;

import dev.epochal.bench.load.AnswerCheck;
import dev.epochal.bench.load.HttpAnswer;
import dev.epochal.bench.load.Lane;
import dev.epochal.bench.load.LoadResult;
import dev.epochal.bench.load.LoadRun;
import dev.epochal.bench.load.Pace;
import dev.epochal.bench.load.Window;
import dev.epochal.bench.traffic.StockTraffic;
import dev.epochal.bench.traffic.TrafficPlan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Users whose KeyPackages stand on the server.
final class Stock {
    private static final int PUBLISHED_AT_ONCE = 16;
    private static final String CLAIMANT = "claimant";
    private static final byte[] CLAIM = "{\"cipherSuite\":1}".getBytes(StandardCharsets.UTF_8);
    private static final String REF = "\"ref\":\"";

    private final Bench bench;
    private final List<StockTraffic> users;
    private final Set<String> served = ConcurrentHashMap.newKeySet();
    private final AnswerCheck status = AnswerCheck.status(200);

    private Stock(Bench bench, List<StockTraffic> users) {
        this.bench = bench;
        this.users = users;
    }

    static Stock publish(Bench bench, TrafficPlan plan) throws InterruptedException {
        var users = bench.traffic().obtain(plan).stocks();
        bench.progress().accept("publishing %,d KeyPackages".formatted(plan.work()));
        Registrations.send(
                bench,
                users.stream().flatMap(user -> user.registrations().stream()).toList());
        var lanes = new ArrayList<Lane>();
        for (var user : users) {
            var requests = bench.target().requestsOf(user.user());
            lanes.add(Lane.ordered(user.publications().stream()
                    .map(body -> requests.post("/v1/key-packages", body))
                    .toList()));
        }
        LoadRun.sendAll(bench.connections(), lanes, AnswerCheck.status(201), PUBLISHED_AT_ONCE);
        return new Stock(bench, users);
    }

    LoadResult claim(Pace pace, Window window) throws InterruptedException {
        var requests = bench.target().requestsOf(CLAIMANT);
        var lanes = new ArrayList<Lane>();
        for (var user : users) {
            var path = "/v1/users/" + user.user() + "/key-packages/claim";
            var claims = new ArrayList<byte[]>();
            for (int i = 0; i < user.count(); i++) {
                // Equal bodies are one submission, unless a key of its own tells them apart.
                claims.add(requests.postOnce(path, CLAIM, UUID.randomUUID().toString()));
            }
            lanes.add(Lane.free(claims));
        }
        bench.progress().accept("measuring, %s, %.0f s".formatted(pace, window.seconds()));
        return LoadRun.measure(bench.connections(), lanes, this::problem, pace, window);
    }

    /// One KeyPackage must be served, and none twice.
    private String problem(HttpAnswer answer) {
        var problem = status.problem(answer);
        if (!problem.isEmpty()) {
            return problem;
        }
        var text = answer.text();
        int at = text.indexOf(REF);
        if (at < 0) {
            return "nothing-served";
        }
        int from = at + REF.length();
        return served.add(text.substring(from, text.indexOf('"', from))) ? "" : "served-twice";
    }
}
