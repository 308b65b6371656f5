package dev.epochal.api.history;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.epochal.api.exchange.Answer;
import dev.epochal.api.exchange.Call;
import dev.epochal.api.exchange.Endpoint;
import dev.epochal.api.exchange.MediaTypes;
import dev.epochal.api.group.GroupSight;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import dev.epochal.api.problem.Problem;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import dev.epochal.projections.read.Checkpoints;
import dev.epochal.projections.read.Checkpoints.Signed;
import dev.epochal.projections.read.HistoryReads;
import dev.epochal.projections.read.HistoryTree;
import dev.epochal.schema.history.MerkleProof;
import dev.epochal.schema.history.MerkleProof.Head;
import dev.epochal.schema.history.MerkleTree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Checkpoints of a group's history, proofs against them, and the history itself for auditors.
public final class HistoryEndpoints {
    private static final Duration SIGNING_LIMIT = Duration.ofSeconds(5);
    private static final String KEY = "Epochal-Log-Key";

    private final GroupSight sight;
    private final HistoryReads reads;
    private final Checkpoints checkpoints;

    /// Shows what these reads tell, under checkpoints from there.
    public HistoryEndpoints(GroupSight sight, HistoryReads reads, Checkpoints checkpoints) {
        this.sight = sight;
        this.reads = reads;
        this.checkpoints = checkpoints;
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/v1/groups/{group}/checkpoint", this::checkpoint)
                        .forAuditorsToo()
                        .knowing("at_least"),
                Endpoint.get("/v1/groups/{group}/inclusion-proof", this::inclusion)
                        .forAuditorsToo()
                        .knowing("seq", "size"),
                Endpoint.get("/v1/groups/{group}/consistency-proof", this::consistency)
                        .forAuditorsToo()
                        .knowing("from", "size"),
                Endpoint.get("/v1/groups/{group}/history", this::history)
                        .forAuditors()
                        .knowing("at_least"));
    }

    private Answer checkpoint(Call call) {
        var groupId = call.octets("group");
        sight.show(call, groupId);
        var signed = signed(call, groupId);
        return Answer.ok(MediaTypes.TEXT, UnsafeByteOperations.unsafeWrap(octets(signed.note())))
                .with(KEY, signed.key().text())
                .with("Cache-Control", "private, no-cache");
    }

    private Answer inclusion(Call call) {
        var groupId = call.octets("group");
        sight.show(call, groupId);
        long seq = call.number("seq", Long.MAX_VALUE).orElseThrow(() -> missing("seq"));
        // Whoever comes with a fresh receipt comes before the checkpoint of this second.
        sight.await(groupId, SIGNING_LIMIT, () -> includes(signed(groupId), seq));
        var signed = signed(groupId);
        long size = size(call, signed);
        if (seq >= size) {
            throw ProblemException.of(ProblemType.BAD_PARAMETER, "The tree of " + size + " has no leaf " + seq);
        }
        var tree = tree(groupId, size, signed);
        var leaf = reads.leafHashes(groupId, seq, 1).getFirst();
        var json = Json.object().put("seq", seq).put("size", size).put("leafHash", Base64Url.encode(leaf));
        var path = json.putArray("path");
        tree.inclusion(seq, size).forEach(hash -> path.add(Base64Url.encode(hash)));
        return Answer.json(200, json.put("checkpoint", signed.note()))
                .with(KEY, signed.key().text());
    }

    private Answer consistency(Call call) {
        var groupId = call.octets("group");
        sight.show(call, groupId);
        var signed = signed(groupId);
        long size = size(call, signed);
        long from = call.number("from", Long.MAX_VALUE).orElseThrow(() -> missing("from"));
        if (from > size) {
            throw ProblemException.of(
                    ProblemType.BAD_PARAMETER, "A tree of " + from + " isn't the beginning of one of " + size);
        }
        var tree = tree(groupId, size, signed);
        var json = Json.object().put("from", from).put("size", size);
        var path = json.putArray("path");
        tree.consistency(from, size).forEach(hash -> path.add(Base64Url.encode(hash)));
        return Answer.json(200, json.put("checkpoint", signed.note()))
                .with(KEY, signed.key().text());
    }

    private static long size(Call call, Signed signed) {
        long newest = signed.checkpoint().head().size();
        return call.number("size", newest).orElse(newest);
    }

    private static ProblemException missing(String name) {
        return ProblemException.of(ProblemType.BAD_PARAMETER, name + " is missing");
    }

    /// The tree, once it is certain that it is the one that was signed: a proof from another one would prove nothing.
    private MerkleTree tree(ByteString groupId, long size, Signed signed) {
        var tree = HistoryTree.of(reads, groupId);
        var newest = signed.checkpoint().head();
        var asked = new Head(size, tree.root(size));
        if (!MerkleProof.extendsTo(asked, newest, tree.consistency(size, newest.size()))) {
            throw doubt("The events that can be read are not those that were signed");
        }
        return tree;
    }

    private Answer history(Call call) {
        var groupId = call.octets("group");
        sight.audit(call, groupId);
        var signed = signed(call, groupId);
        var coding = call.accepts(MediaTypes.HISTORY) ? HistoryCoding.BINARY : HistoryCoding.JSON_LINES;
        var export = new HistoryExport(reads, groupId, signed, coding);
        return Answer.stream(coding.mediaType(), export::writeTo)
                .with(KEY, signed.key().text())
                .with("Vary", "Accept")
                .with("Content-Disposition", "attachment; filename=\"" + coding.fileName() + "\"");
    }

    /// A checkpoint that includes the event that the query parameter `at_least` asks for. Since a log is signed once a
    /// second only, it may take that long.
    private Signed signed(Call call, ByteString groupId) {
        var atLeast = call.number("at_least", Long.MAX_VALUE);
        if (atLeast.isPresent()) {
            sight.await(groupId, SIGNING_LIMIT, () -> includes(signed(groupId), atLeast.getAsLong()));
        }
        var signed = signed(groupId);
        if (atLeast.isPresent() && !includes(signed, atLeast.getAsLong())) {
            throw ProblemException.of(ProblemType.UNAVAILABLE, "The event is not signed yet");
        }
        return signed;
    }

    private static boolean includes(Signed signed, long seq) {
        return signed.checkpoint().head().size() > seq;
    }

    private Signed signed(ByteString groupId) {
        return switch (checkpoints.newest(groupId)) {
            case Signed signed -> signed;
            case Checkpoints.Refused(Checkpoints.Reason reason) ->
                throw reason == Checkpoints.Reason.NO_KEY
                        ? ProblemException.of(
                                ProblemType.CHECKPOINTS_OFF, "The server has no key that signs checkpoints")
                        : doubt("The server doesn't sign the history: "
                                + reason.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        };
    }

    private static ProblemException doubt(String detail) {
        return new ProblemException(Problem.of(ProblemType.HISTORY_IN_DOUBT, detail));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
