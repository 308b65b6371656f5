package dev.epochal.server.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.epochal.api.json.Json;
import dev.epochal.server.audit.Witnesses.Cosignature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an audit has found. Two audits of the same export with the same options give equal reports.
///
/// @param subject whose history it is
/// @param counts how much of what there is
/// @param reports what members have reported
/// @param state the state after the last event
/// @param cosigned what witnesses that the auditor knows have cosigned, of this checkpoint and of those from before
/// @param kept how many checkpoints from before were found on the same tree
/// @param difference the first difference, if there is one
public record AuditReport(
        Subject subject,
        Counts counts,
        Reports reports,
        State state,
        List<Cosignature> cosigned,
        int kept,
        Optional<Difference> difference) {
    private static final String FORM = "epochal-audit/1";

    /// Copies the list.
    public AuditReport {
        cosigned = List.copyOf(cosigned);
    }

    /// Whose history it is, as the export says.
    ///
    /// @param keyGiven whether the key was given to the auditor, or only the export tells it
    public record Subject(String groupId, String origin, String key, boolean keyGiven) {
        static final Subject UNKNOWN = new Subject("", "", "", false);
    }

    /// How many events of each kind there are.
    ///
    /// @param messages those without their payloads among them
    /// @param erased messages whose payloads were erased
    public record Counts(long events, long commits, long proposals, long messages, long policies, long erased) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);
    }

    /// What members have said, each signed by its member: reports on Commits, and in Commits the head of the history
    /// that they had seen.
    ///
    /// @param applied that they have applied one
    /// @param failed that they could not
    /// @param stray those that speak of another history, or of other secrets than those who reported before
    /// @param heads of this history
    /// @param strayHeads of another one
    public record Reports(long applied, long failed, long stray, long heads, long strayHeads) {
        static final Reports NONE = new Reports(0, 0, 0, 0, 0);
    }

    /// The state after an event; octets in base64url.
    public record State(
            long size, String root, long epoch, String treeHash, String confirmedTranscriptHash, int members) {
        static final State NONE = new State(0, "", 0, "", "", 0);
    }

    /// Nothing is said of a history in which something is wrong but what that is.
    static AuditReport broken(Subject subject, Difference difference) {
        return new AuditReport(subject, Counts.NONE, Reports.NONE, State.NONE, List.of(), 0, Optional.of(difference));
    }

    /// Whether nothing is wrong.
    public boolean isIntact() {
        return difference.isEmpty();
    }

    /// The report as lines of text.
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(FORM + (isIntact() ? " intact" : " broken"));
        lines.add("group                     " + subject.groupId());
        lines.add("origin                    " + subject.origin());
        lines.add("key                       " + subject.key()
                + (subject.keyGiven() ? " (given)" : " (as the export tells it: compare it with one that you trust)"));
        difference.ifPresentOrElse(first -> lines.add("first difference          " + first.text()), () -> add(lines));
        return lines;
    }

    private void add(List<String> lines) {
        lines.add("events                    " + counts.events() + ": " + counts.commits() + " Commits, "
                + counts.proposals() + " proposals, " + counts.messages() + " messages (" + counts.erased()
                + " erased), "
                + counts.policies() + " changes of policy");
        lines.add("reports                   " + reports.applied() + " applied, " + reports.failed() + " failed, "
                + reports.stray() + " of another history");
        lines.add("heads in Commits          " + reports.heads() + " of this history, " + reports.strayHeads()
                + " of another one");
        lines.add("tree                      " + state.size() + " leaves, root " + state.root());
        lines.add("epoch                     " + state.epoch() + ", " + state.members() + " members");
        lines.add("tree hash                 " + state.treeHash());
        lines.add("confirmed transcript hash " + state.confirmedTranscriptHash());
        lines.add("checkpoints kept          " + kept + " on the same tree");
        cosigned.forEach(each -> lines.add("cosigned                  " + each.size() + " events by " + each.witness()
                + " at " + Instant.ofEpochSecond(each.atSeconds())));
    }

    /// The report as JSON.
    public ObjectNode json() {
        var json = Json.object()
                .put("form", FORM)
                .put("intact", isIntact())
                .put("groupId", subject.groupId())
                .put("origin", subject.origin())
                .put("key", subject.key())
                .put("keyGiven", subject.keyGiven())
                .put("events", counts.events())
                .put("commits", counts.commits())
                .put("proposals", counts.proposals())
                .put("messages", counts.messages())
                .put("policies", counts.policies())
                .put("erased", counts.erased())
                .put("reportsApplied", reports.applied())
                .put("reportsFailed", reports.failed())
                .put("reportsStray", reports.stray())
                .put("headsInCommits", reports.heads())
                .put("headsStray", reports.strayHeads())
                .put("size", state.size())
                .put("root", state.root())
                .put("epoch", state.epoch())
                .put("treeHash", state.treeHash())
                .put("confirmedTranscriptHash", state.confirmedTranscriptHash())
                .put("members", state.members())
                .put("checkpointsKept", kept);
        var cosignatures = json.putArray("cosigned");
        cosigned.forEach(each -> cosignatures
                .addObject()
                .put("witness", each.witness())
                .put("size", each.size())
                .put("at", each.atSeconds()));
        difference.ifPresent(first -> json.putObject("difference")
                .put("flaw", first.flaw().text())
                .put("line", first.line())
                .put("seq", first.seq())
                .put("detail", first.detail())
                .put("stated", first.stated())
                .put("derived", first.derived()));
        return json;
    }
}
