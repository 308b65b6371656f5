package dev.epochal.api.group;

import com.google.protobuf.ByteString;
import dev.epochal.api.exchange.Answer;
import dev.epochal.api.exchange.Call;
import dev.epochal.api.exchange.Endpoint;
import dev.epochal.api.exchange.MediaTypes;
import dev.epochal.api.exchange.TaggedBody;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import dev.epochal.api.submission.Guarantee;
import dev.epochal.projections.read.GroupReads;
import java.util.List;

/// The state and the ratchet tree of a group, now and at each epoch that the caller was a member in.
public final class EpochEndpoints {
    /// Stands for the newest epoch that the caller may see.
    private static final String HEAD = "head";

    private static final String FOR_EVER = "private, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "private, no-cache";

    private final GroupReads groups;
    private final GroupSight sight;
    private final Epochs epochs;

    /// Shows what these reads tell.
    public EpochEndpoints(GroupReads groups, GroupSight sight, RatchetTrees trees) {
        this.groups = groups;
        this.sight = sight;
        this.epochs = new Epochs(groups, trees);
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/v1/groups/{group}/epochs/{epoch}", this::state)
                        .forAuditorsToo()
                        .knowing("at_least", "tree"),
                Endpoint.get("/v1/groups/{group}/ratchet-tree", this::tree)
                        .forAuditorsToo()
                        .knowing("at_least", "epoch", "hash"));
    }

    private Answer state(Call call) {
        var groupId = call.octets("group");
        boolean withTree = call.flag("tree");
        var history = sight.history(call, groupId);
        long epoch = call.path("epoch").equals(HEAD) ? newest(history) : call.pathNumber("epoch", Long.MAX_VALUE);
        var state = epochs.state(groupId, visible(history, epoch), withTree)
                .orElseThrow(EpochEndpoints::unknown)
                .put("headSeq", history.headSeq())
                .put("headEpoch", history.epoch())
                .put("guarantee", Guarantee.of(history.row()));
        return withHead(Answer.json(200, state), history);
    }

    private Answer tree(Call call) {
        var groupId = call.octets("group");
        var history = sight.history(call, groupId);
        boolean named = call.query("epoch").isPresent() || call.query("hash").isPresent();
        long epoch = visible(history, epochOfTree(call, history));
        var tree = epochs.tree(groupId, epoch).orElseThrow(EpochEndpoints::unknown);
        var body = new TaggedBody(MediaTypes.OCTETS, tree.bytes(), "\"" + Base64Url.encode(tree.hash()) + "\"");
        return withHead(body.answer(call), history)
                .with("Epochal-Tree-Epoch", Long.toString(epoch))
                .with("Cache-Control", named ? FOR_EVER : ASK_AGAIN);
    }

    private long epochOfTree(Call call, VisibleHistory history) {
        var hash = call.queryOctets("hash");
        var epoch = call.number("epoch", Long.MAX_VALUE);
        if (hash.isPresent() && epoch.isPresent()) {
            throw ProblemException.of(ProblemType.BAD_PARAMETER, "A tree is asked for by its epoch or by its hash");
        }
        return hash.map(wanted -> epochOfTree(history, wanted)).orElseGet(() -> epoch.orElse(newest(history)));
    }

    private long epochOfTree(VisibleHistory history, ByteString hash) {
        return groups.epochsOfTree(history.row().groupId(), hash).stream()
                .filter(history::hasEpoch)
                .findFirst()
                .orElseThrow(EpochEndpoints::unknown);
    }

    /// Whoever was removed last was a member in the epoch before the one that the Commit led to.
    private static long newest(VisibleHistory history) {
        return history.isOver() ? history.epoch() - 1 : history.epoch();
    }

    private static long visible(VisibleHistory history, long epoch) {
        if (!history.hasEpoch(epoch)) {
            throw unknown();
        }
        return epoch;
    }

    private static ProblemException unknown() {
        return ProblemException.of(
                ProblemType.UNKNOWN_EPOCH, "The group was never in the epoch, or the caller was no member of it then");
    }

    private static Answer withHead(Answer answer, VisibleHistory history) {
        return answer.with("Epochal-Epoch", Long.toString(history.epoch()))
                .with("Epochal-Head-Seq", Long.toString(history.headSeq()))
                .with("Epochal-Guarantee", Guarantee.of(history.row()));
    }
}
