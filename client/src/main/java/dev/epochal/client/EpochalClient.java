package dev.epochal.client;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/// A client of the HTTP interface. Each method is one request and blocks until its answer is there.
///
/// A write is sent with an idempotency key, and again with the same key when no answer came; so a returned receipt
/// stands for exactly one event. What the server refuses is an [EpochalProblemException], but for an epoch that
/// another Commit has won, which is an [Outcome.Conflict]. When the server can't be reached at all, it is an
/// [EpochalUnreachableException]. Thread-safe; virtual threads are welcome.
public final class EpochalClient implements AutoCloseable {
    private final HttpClient http;
    private final Exchange exchange;

    private EpochalClient(HttpClient http, Exchange exchange) {
        this.http = http;
        this.exchange = exchange;
    }

    /// A client that sends what the supplier gives as its bearer token; an empty text sends none.
    public static EpochalClient connect(ClientSettings settings, Supplier<String> token) {
        var http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .build();
        return new EpochalClient(http, new Exchange(http, settings, token));
    }

    /// A client with [ClientSettings#of] this address.
    public static EpochalClient connect(URI baseUri, Supplier<String> token) {
        return connect(ClientSettings.of(baseUri), token);
    }

    /// A client for another caller on the same connections. Closing either one closes the connections of both.
    public EpochalClient withToken(Supplier<String> token) {
        return new EpochalClient(http, exchange.withToken(token));
    }

    /// Who the clients are and what becomes of their KeyPackages, on the same connections.
    public Directory directory() {
        return new Directory(exchange);
    }

    /// Publishes KeyPackages of the caller's client, at most 100 at once.
    ///
    /// @param keyPackages each an MLSMessage(mls_key_package)
    public KeyPackages.Published publishKeyPackages(List<Octets> keyPackages) {
        var body = Answers.object();
        var list = body.putArray("keyPackages");
        keyPackages.forEach(keyPackage -> list.add(keyPackage.toString()));
        return Answers.value(post("/v1/key-packages", body, randomKey()), KeyPackages.Published.class);
    }

    /// How many KeyPackages the caller's client has in stock, by cipher suite.
    public List<KeyPackages.Stock> keyPackageStock() {
        return Answers.list(exchange.send(Call.get("/v1/key-packages")), "available", new TypeReference<>() {});
    }

    /// Claims one KeyPackage of each client of a user; no KeyPackage is served twice.
    public KeyPackages.Claimed claimKeyPackages(String user, int cipherSuite) {
        return directory().claim(user, new KeyPackages.Wanted(cipherSuite));
    }

    /// Creates a group.
    ///
    /// @param groupInfo MLSMessage(mls_group_info) of epoch 0 with the tree, signed by the caller's leaf
    public Receipt createGroup(Octets groupInfo, Handshakes handshakes) {
        var body = Answers.object().put("groupInfo", groupInfo.toString()).put("handshakes", handshakes.wireName());
        return Answers.value(post("/v1/groups", body, keyOf(groupInfo)), Receipt.class);
    }

    /// The same with a policy of its own.
    public Receipt createGroup(Octets groupInfo, Handshakes handshakes, GroupPolicy policy) {
        var body = Answers.object().put("groupInfo", groupInfo.toString()).put("handshakes", handshakes.wireName());
        body.set("policy", policy.json());
        return Answers.value(post("/v1/groups", body, keyOf(groupInfo)), Receipt.class);
    }

    /// Replaces a group's policy as a whole. Only an administrator may.
    public Receipt changePolicy(Octets groupId, GroupPolicy policy) {
        var call = Call.put(path(groupId) + "/policy", Answers.bytes(policy.json()), randomKey());
        return Answers.value(exchange.send(call), Receipt.class);
    }

    /// The caller's groups.
    public List<GroupSummary> groups() {
        return Answers.list(exchange.send(Call.get("/v1/groups")), "groups", new TypeReference<>() {});
    }

    /// A group's state that includes at least the event with this seq.
    public GroupState group(Octets groupId, long atLeast) {
        return Answers.value(exchange.send(Call.get(path(groupId) + "?at_least=" + atLeast)), GroupState.class);
    }

    /// Submits a Commit with its Welcome and GroupInfo, or a part of it.
    public Outcome<Receipt> submitCommit(Octets groupId, CommitBundle bundle) {
        var body = Answers.object().put("commit", bundle.commit().toString());
        if (!bundle.welcome().isEmpty()) {
            body.put("welcome", bundle.welcome().toString());
        }
        if (bundle.partialGroupInfo().isEmpty()) {
            body.put("groupInfo", bundle.groupInfo().toString());
        } else {
            body.put("partialGroupInfo", bundle.partialGroupInfo().toString());
        }
        var answer = post(path(groupId) + "/commits", body, keyOf(bundle.commit()));
        return outcome(answer, accepted -> Answers.value(accepted, Receipt.class));
    }

    /// Submits a Proposal.
    ///
    /// @param proposal MLSMessage with the Proposal
    public Outcome<ProposalReceipt> submitProposal(Octets groupId, Octets proposal) {
        var body = Answers.object().put("proposal", proposal.toString());
        return outcome(post(path(groupId) + "/proposals", body, keyOf(proposal)), Answers::proposalReceipt);
    }

    /// Submits an application message.
    ///
    /// @param message MLSMessage(PrivateMessage)
    public Outcome<Receipt> submitMessage(Octets groupId, Octets message) {
        var body = Answers.object().put("message", message.toString());
        var answer = post(path(groupId) + "/messages", body, keyOf(message));
        return outcome(answer, accepted -> Answers.value(accepted, Receipt.class));
    }

    /// Reports what became of a Commit at the caller's member.
    ///
    /// @param report [MemberReport#signed] by the member's leaf
    public ReportReceipt report(Octets groupId, Octets report) {
        var body = Answers.object().put("report", report.toString());
        return Answers.reportReceipt(post(path(groupId) + "/reports", body, keyOf(report)));
    }

    /// Erases the payloads of application messages before an event. Only an administrator may.
    ///
    /// @param before the first seq that stays as it is
    /// @param reason for whoever reads the history; may be empty
    public Receipt erasePayloadsBefore(Octets groupId, long before, String reason) {
        return erase(groupId, Answers.object().put("before", before).put("reason", reason));
    }

    /// Erases the payloads of these application messages. Only an administrator may.
    ///
    /// @param reason for whoever reads the history; may be empty
    public Receipt erasePayloads(Octets groupId, List<Long> seqs, String reason) {
        var body = Answers.object().put("reason", reason);
        var list = body.putArray("seqs");
        seqs.forEach(list::add);
        return erase(groupId, body);
    }

    private Receipt erase(Octets groupId, ObjectNode body) {
        return Answers.value(post(path(groupId) + "/erasures", body, randomKey()), Receipt.class);
    }

    /// A page of a group's history.
    ///
    /// @param from the first seq wanted
    /// @param limit how many events at most, 1 to 500
    /// @param wait how long to wait for the first event, up to 25 s
    public EventPage events(Octets groupId, long from, int limit, Duration wait) {
        var target = path(groupId) + "/events?from=" + from + "&limit=" + limit + "&wait=" + wait.toSeconds();
        return Answers.value(exchange.send(Call.get(target, wait)), EventPage.class);
    }

    /// A cursor over a group's history that begins with this seq.
    public EventCursor follow(Octets groupId, long from) {
        return new EventCursor(this, groupId, from);
    }

    /// A group's history as it comes, from this seq on.
    public EventStream stream(Octets groupId, long from) {
        return new EventStream(this, exchange, groupId, from);
    }

    /// A page of what concerns the caller's client over all its groups.
    ///
    /// @param cursor the cursor of the last item that was taken; an empty text begins with the first one ever, and
    ///     `end` passes over all that there is
    /// @param limit how many items at most, 1 to 500
    /// @param wait how long to wait for the first item, up to 25 s
    public InboxPage inbox(String cursor, int limit, Duration wait) {
        var target = "/v1/inbox?limit=" + limit + "&wait=" + wait.toSeconds();
        var call = Call.get(cursor.isEmpty() ? target : target + "&cursor=" + cursor, wait);
        return Answers.value(exchange.send(call), InboxPage.class);
    }

    /// What concerns the caller's client over all its groups, as it comes.
    ///
    /// @param cursor the cursor of the last item that was taken; an empty text begins with the first one ever
    public InboxStream inboxStream(String cursor) {
        return new InboxStream(exchange, cursor);
    }

    /// A group's state at an epoch that the caller was a member in.
    public EpochState epoch(Octets groupId, long epoch) {
        return Answers.value(exchange.send(Call.get(path(groupId) + "/epochs/" + epoch)), EpochState.class);
    }

    /// The ratchet tree of an epoch that the caller was a member in. If the connection breaks, only the rest is
    /// fetched.
    public RatchetTree ratchetTree(Octets groupId, long epoch) {
        return tree(Answers.success(exchange.download(Call.get(path(groupId) + "/ratchet-tree?epoch=" + epoch))));
    }

    /// The ratchet tree of the newest epoch, unless it is the one that the caller has.
    ///
    /// @param known a tree of the group
    public RatchetTree ratchetTree(Octets groupId, RatchetTree known) {
        var answer = exchange.download(Call.get(path(groupId) + "/ratchet-tree").with("If-None-Match", known.tag()));
        return answer.status() == 304 ? known : tree(Answers.success(answer));
    }

    private static RatchetTree tree(Answer answer) {
        return new RatchetTree(answer.body(), answer.header("ETag").orElse(""), number(answer, "Epochal-Tree-Epoch"));
    }

    /// What an external Commit to the group needs.
    ///
    /// @throws EpochalProblemException if the group's policy does not allow the caller to join so
    public ExternalJoin externalJoin(Octets groupId) {
        return Answers.externalJoin(exchange.send(Call.get(path(groupId) + "/external-join")));
    }

    /// The group's newest GroupInfo.
    public PublishedGroupInfo groupInfo(Octets groupId, long atLeast) {
        var answer = Answers.success(exchange.send(Call.get(path(groupId) + "/group-info?at_least=" + atLeast)));
        return new PublishedGroupInfo(answer.body(), number(answer, "Epochal-Epoch"), number(answer, "Epochal-Seq"));
    }

    /// A signed checkpoint of a group's history that includes at least the event with this seq.
    public SignedCheckpoint checkpoint(Octets groupId, long atLeast) {
        var answer = Answers.success(exchange.send(Call.get(path(groupId) + "/checkpoint?at_least=" + atLeast)));
        return new SignedCheckpoint(
                answer.body().asUtf8(), answer.header("Epochal-Log-Key").orElse(""));
    }

    /// The proof that an event is in the tree of a group's newest checkpoint.
    public InclusionProof inclusionProof(Octets groupId, long seq) {
        var target = path(groupId) + "/inclusion-proof?seq=" + seq;
        return Answers.value(exchange.send(Call.get(target)), InclusionProof.class);
    }

    /// The proof that the tree of a group's first events is the beginning of that of its newest checkpoint.
    public ConsistencyProof consistencyProof(Octets groupId, long from) {
        var target = path(groupId) + "/consistency-proof?from=" + from;
        return Answers.value(exchange.send(Call.get(target)), ConsistencyProof.class);
    }

    /// A group's whole history, for auditors. The caller closes the stream; a history without its last line isn't
    /// whole.
    public InputStream history(Octets groupId) {
        try {
            return exchange.open(Call.get(path(groupId) + "/history"));
        } catch (IOException e) {
            throw new EpochalUnreachableException("The history can't be had: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EpochalUnreachableException("Interrupted while waiting for an answer", e);
        }
    }

    /// The Welcomes that the caller's client hasn't acknowledged.
    ///
    /// @param wait how long to wait for one, up to 25 s
    public List<PendingWelcome> welcomes(Duration wait) {
        var call = Call.get("/v1/welcomes?wait=" + wait.toSeconds(), wait);
        return Answers.list(exchange.send(call), "welcomes", new TypeReference<>() {});
    }

    /// Acknowledges a Welcome: it isn't offered again, but for the moment until the server's read model knows. Doing so
    /// twice does no harm.
    public void acknowledgeWelcome(String id) {
        Answers.success(exchange.send(Call.delete("/v1/welcomes/" + id)));
    }

    /// What was decided about one of the caller's submissions; empty if it is unknown or not decided yet.
    public Optional<SubmissionOutcome> submission(UUID submission) {
        var answer = exchange.send(Call.get("/v1/submissions/" + submission));
        if (answer.status() == 404 && Answers.problem(answer).is("unknown-submission")) {
            return Optional.empty();
        }
        return Optional.of(Answers.outcome(answer));
    }

    /// How the server says it is, asked once; an unhealthy server is a value here, no exception.
    public Health health() {
        var answer = exchange.probe(Call.get("/health"));
        return Answers.value(new Answer(200, answer.headers(), answer.body()), Health.class);
    }

    /// Closes the connections.
    @Override
    public void close() {
        http.shutdownNow();
    }

    private Answer post(String target, ObjectNode body, String idempotencyKey) {
        return exchange.send(Call.post(target, Answers.bytes(body), idempotencyKey));
    }

    private static <R> Outcome<R> outcome(Answer answer, Function<Answer, R> receipt) {
        return answer.status() == 409 ? Answers.conflict(answer) : new Outcome.Accepted<>(receipt.apply(answer));
    }

    private static String path(Octets groupId) {
        return "/v1/groups/" + groupId;
    }

    /// The same bytes are the same submission, even when the program that sends them was started anew in between.
    private static String keyOf(Octets mlsMessage) {
        return mlsMessage.sha256().toString();
    }

    private static String randomKey() {
        return UUID.randomUUID().toString();
    }

    private static long number(Answer answer, String header) {
        var text = answer.header(header)
                .orElseThrow(() -> new EpochalUnreachableException("The answer has no header " + header));
        return Long.parseLong(text);
    }
}
