package dev.epochal.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.epochal.client.Member;
import dev.epochal.client.Octets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.bouncycastle.mls.codec.GroupInfo;
import org.bouncycastle.mls.codec.WireFormat;

/// The HTTP contract in memory, as far as well-behaved clients need it: it orders, and it checks nothing but the epoch.
/// What a client does with the answers is tested against it; what a server must refuse is tested against the server.
public final class StubDeliveryService implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, Map<String, Deque<Octets>>> stock = new HashMap<>();
    private final Map<Octets, String> ownerByKeyPackage = new HashMap<>();
    private final Map<String, List<ObjectNode>> welcomes = new HashMap<>();
    private final Map<Octets, StubGroup> groups = new HashMap<>();

    private int lieAboutCommit;

    private static final class StubGroup {
        private final List<ObjectNode> events = new ArrayList<>();
        private List<Member> members = List.of();
        private long epoch;
    }

    private record Reply(int status, JsonNode body) {}

    public StubDeliveryService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    public URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /// The next Commit is decided as ever, but its sender is told this status.
    public synchronized void answersTheNextCommitWith(int status) {
        lieAboutCommit = status;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var bytes = exchange.getRequestBody().readAllBytes();
            var reply = route(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath().split("/", -1),
                    caller(exchange),
                    bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes),
                    exchange.getRequestURI().getQuery());
            var body = reply.status() == 204 ? new byte[0] : JSON.writeValueAsBytes(reply.body());
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Member caller(HttpExchange exchange) throws IOException {
        var token = exchange.getRequestHeaders().getFirst("Authorization").split("\\.", -1)[1];
        var claims = JSON.readTree(Octets.parse(token).asUtf8());
        return new Member(0, claims.path("sub").asText(), claims.path("client").asText());
    }

    private synchronized Reply route(String method, String[] path, Member caller, JsonNode body, String query) {
        return switch (method + " " + path[2] + (path.length > 4 ? "/" + path[path.length - 1] : "")) {
            case "PUT clients" -> registered();
            case "POST key-packages" -> publish(caller, body);
            case "POST users/claim" -> claim(path[3], body);
            case "POST groups" -> create(Octets.parse(body.path("groupInfo").asText()));
            case "POST groups/commits" -> commit(Octets.parse(path[3]), body);
            case "POST groups/proposals", "POST groups/messages" -> append(Octets.parse(path[3]), path[4], body);
            case "GET groups/events" -> events(Octets.parse(path[3]), query);
            case "GET welcomes" -> waiting(caller);
            case "DELETE welcomes" -> acknowledge(caller, path[3]);
            default -> problem(404, "not-found");
        };
    }

    private static Reply problem(int status, String name) {
        return new Reply(
                status,
                object().put("type", "https://epochal.dev/problems/" + name).put("status", status));
    }

    private static ObjectNode object() {
        return JSON.createObjectNode();
    }

    private static Reply registered() {
        var answer = object().put("submission", UUID.randomUUID().toString());
        answer.putArray("revoked");
        return new Reply(200, answer.put("seq", 0).put("replayed", false));
    }

    private Reply publish(Member caller, JsonNode body) {
        var mine = stock.computeIfAbsent(caller.user(), _ -> new HashMap<>())
                .computeIfAbsent(caller.client(), _ -> new ArrayDeque<>());
        var answer = object().put("submission", UUID.randomUUID().toString());
        var refs = answer.putArray("refs");
        answer.putArray("revoked");
        for (var item : body.path("keyPackages")) {
            var keyPackage = Octets.parse(item.asText());
            mine.add(keyPackage);
            ownerByKeyPackage.put(keyPackage, caller.user() + "/" + caller.client());
            refs.add(ref(keyPackage).toString());
        }
        return new Reply(201, answer.put("seq", 0).put("available", mine.size()));
    }

    private static Octets ref(Octets keyPackage) {
        return Bcmls.run("hash a KeyPackage", () -> {
            var decoded = Bcmls.decode(keyPackage, WireFormat.mls_key_package).keyPackage;
            return Octets.of(Bcmls.SUITE.refHash(Bcmls.encode(decoded).toArray(), "MLS 1.0 KeyPackage Reference"));
        });
    }

    private Reply claim(String user, JsonNode body) {
        var clients = stock.getOrDefault(user, Map.of());
        if (body.path("cipherSuite").asInt() != 1 || clients.values().stream().allMatch(Deque::isEmpty)) {
            return problem(404, "no-key-packages");
        }
        var answer = object().put("submission", UUID.randomUUID().toString()).put("user", user);
        var claimed = answer.putArray("claimed");
        var exhausted = answer.putArray("exhausted");
        clients.forEach((client, waiting) -> {
            var keyPackage = waiting.poll();
            if (keyPackage == null) {
                exhausted.add(client);
            } else {
                claimed.addObject()
                        .put("client", client)
                        .put("ref", ref(keyPackage).toString())
                        .put("keyPackage", keyPackage.toString())
                        .put("lastResort", false);
            }
        });
        answer.putArray("incapable");
        return new Reply(200, answer);
    }

    private Reply create(Octets message) {
        var info = groupInfo(message);
        var group = new StubGroup();
        group.members = members(info);
        var groupId = Octets.of(info.getGroupID());
        groups.put(groupId, group);
        return new Reply(201, append(groupId, group, "group-created", object().put("groupInfo", message.toString())));
    }

    private static GroupInfo groupInfo(Octets message) {
        return Bcmls.run("read a GroupInfo", () -> Bcmls.decode(message, WireFormat.mls_group_info).groupInfo);
    }

    private static List<Member> members(GroupInfo info) {
        return Bcmls.run("read a tree", () -> {
            for (var extension : info.getExtensions()) {
                var tree = extension.getRatchetTree();
                if (tree != null) {
                    return Roster.members(tree);
                }
            }
            throw new IllegalArgumentException("no tree");
        });
    }

    private StubGroup group(Octets groupId) {
        return Objects.requireNonNull(groups.get(groupId), "a group that nobody created");
    }

    private Reply commit(Octets groupId, JsonNode body) {
        var group = group(groupId);
        var commit = Octets.parse(body.path("commit").asText());
        long epoch = Bcmls.run("read a Commit", () -> Bcmls.decode(commit).getEpoch());
        if (epoch != group.epoch) {
            return stale(group, epoch);
        }
        var info = groupInfo(Octets.parse(body.path("groupInfo").asText()));
        var after = members(info);
        var payload = object().put("commit", commit.toString())
                .put("committer", info.getSigner().value())
                .put("treeHash", Octets.of(info.getGroupContext().getTreeHash()).toString())
                .put("confirmedTranscriptHash", "");
        payload.set("added", difference(after, group.members));
        payload.set("removed", difference(group.members, after));
        group.members = after;
        group.epoch++;
        var receipt = append(groupId, group, "commit", payload);
        if (body.has("welcome")) {
            deliver(groupId, receipt, Octets.parse(body.path("welcome").asText()));
        }
        int told = lieAboutCommit == 0 ? 201 : lieAboutCommit;
        lieAboutCommit = 0;
        return new Reply(told, receipt);
    }

    private static JsonNode difference(List<Member> more, List<Member> fewer) {
        return JSON.valueToTree(
                more.stream().filter(member -> !fewer.contains(member)).toList());
    }

    private void deliver(Octets groupId, ObjectNode receipt, Octets welcome) {
        ownerByKeyPackage.forEach((keyPackage, owner) -> {
            boolean addressed = Bcmls.run(
                    "read a Welcome",
                    () -> Bcmls.decode(welcome, WireFormat.mls_welcome)
                                    .welcome
                                    .find(Bcmls.decode(keyPackage, WireFormat.mls_key_package).keyPackage)
                            >= 0);
            if (addressed) {
                welcomes.computeIfAbsent(owner, _ -> new ArrayList<>())
                        .add(object().put("id", UUID.randomUUID().toString())
                                .put("groupId", groupId.toString())
                                .put("epoch", receipt.path("epoch").asLong())
                                .put("seq", receipt.path("seq").asLong())
                                .put("keyPackageRef", ref(keyPackage).toString())
                                .put("welcome", welcome.toString()));
            }
        });
    }

    private Reply append(Octets groupId, String kind, JsonNode body) {
        var group = group(groupId);
        var member = kind.substring(0, kind.length() - 1);
        var message = Octets.parse(body.path(member).asText());
        long epoch = Bcmls.run("read a message", () -> Bcmls.decode(message).getEpoch());
        if (epoch != group.epoch) {
            return stale(group, epoch);
        }
        var payload = object().put(member, message.toString());
        if (member.equals("proposal")) {
            payload.put("proposalRef", message.sha256().toString()).put("sender", 0);
        }
        var receipt = append(groupId, group, member, payload);
        return new Reply(201, receipt.put("proposalRef", message.sha256().toString()));
    }

    private static ObjectNode append(Octets groupId, StubGroup group, String type, ObjectNode payload) {
        int seq = group.events.size();
        var previous = seq == 0
                ? Octets.of(new byte[32])
                : Octets.parse(group.events.getLast().path("leafHash").asText());
        var event = object().put("seq", seq)
                .put("type", type)
                .put("epoch", type.equals("commit") ? group.epoch - 1 : group.epoch)
                .put("epochAfter", group.epoch)
                .put("acceptedAt", 1_790_000_000_000L)
                .put(
                        "leafHash",
                        Octets.utf8(previous + payload.toString()).sha256().toString())
                .put("previousHead", previous.toString())
                .put("payloadHash", "")
                .put("salt", "");
        event.set("payload", payload);
        event.putObject("command").put("partition", 0).put("offset", seq);
        group.events.add(event);
        var receipt = object().put("submission", UUID.randomUUID().toString())
                .put("groupId", groupId.toString())
                .put("seq", seq)
                .put("epoch", group.epoch)
                .put("head", event.path("leafHash").asText())
                .put("acceptedAt", 1_790_000_000_000L)
                .put("guarantee", "ordered")
                .put("replayed", false);
        receipt.set("position", event.path("command"));
        return receipt;
    }

    private static Reply stale(StubGroup group, long epoch) {
        var problem = object().put("type", "https://epochal.dev/problems/stale-epoch")
                .put("status", 409)
                .put("submittedEpoch", epoch)
                .put("currentEpoch", group.epoch)
                .put("headSeq", group.events.size() - 1);
        var commits = problem.putArray("commits");
        var proposals = problem.putArray("proposals");
        for (var event : group.events) {
            var brief = object().put("seq", event.path("seq").asLong())
                    .put("epoch", event.path("epoch").asLong());
            brief.setAll((ObjectNode) event.path("payload"));
            if (event.path("type").asText().equals("commit")
                    && brief.path("epoch").asLong() >= epoch) {
                commits.add(brief);
            }
            if (event.path("type").asText().equals("proposal")
                    && brief.path("epoch").asLong() == group.epoch) {
                proposals.add(brief);
            }
        }
        problem.set("winner", commits.path(0));
        problem.putObject("next").put("action", "apply-and-retry");
        return new Reply(409, problem);
    }

    private Reply events(Octets groupId, String query) {
        var group = group(groupId);
        int from = Integer.parseInt(query.replaceAll(".*from=(\\d+).*", "$1"));
        var answer = object().put("first", from)
                .put("over", false)
                .put("next", group.events.size())
                .put("headSeq", group.events.size() - 1)
                .put("epoch", group.epoch);
        answer.putArray("events")
                .addAll(group.events.subList(Math.min(from, group.events.size()), group.events.size()));
        return new Reply(200, answer);
    }

    private Reply waiting(Member caller) {
        var answer = object();
        answer.putArray("welcomes").addAll(welcomes.getOrDefault(caller.user() + "/" + caller.client(), List.of()));
        return new Reply(200, answer);
    }

    private Reply acknowledge(Member caller, String id) {
        welcomes.getOrDefault(caller.user() + "/" + caller.client(), new ArrayList<>())
                .removeIf(welcome -> welcome.path("id").asText().equals(id));
        return new Reply(204, object());
    }
}
