package dev.epochal.api.imported;

import com.google.protobuf.ByteString;
import dev.epochal.api.access.Caller;
import dev.epochal.api.access.Scope;
import dev.epochal.api.exchange.Answer;
import dev.epochal.api.exchange.Call;
import dev.epochal.api.exchange.Endpoint;
import dev.epochal.api.json.Json;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import dev.epochal.api.submission.Guarantee;
import dev.epochal.projections.read.ImportedReads;
import dev.epochal.projections.read.ImportedReads.ImportedRow;
import dev.epochal.schema.record.ImportedEvent;
import java.util.ArrayList;
import java.util.List;

/// Imported groups for the users who were in them when they were imported, and for their auditors. Each answer says
/// that the order is known and nothing is verified. Nothing can be added to them.
public final class ImportedEndpoints {
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 500;
    private static final int AT_ONCE = 16;
    private static final long PAGE_OCTETS_MAX = 8L << 20;

    private final ImportedReads reads;

    /// Shows what these reads tell.
    public ImportedEndpoints(ImportedReads reads) {
        this.reads = reads;
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/v1/imported-groups", this::own),
                Endpoint.get("/v1/imported-groups/{group}", this::state).forAuditorsToo(),
                Endpoint.get("/v1/imported-groups/{group}/events", this::page)
                        .forAuditorsToo()
                        .knowing("from", "limit"));
    }

    private Answer own(Call call) {
        var answer = Json.object();
        var list = answer.putArray("groups");
        reads.importedGroupsOf(call.identity().getUser()).forEach(row -> list.add(ImportedForm.write(row)));
        return answer(Answer.json(200, answer.put("guarantee", Guarantee.ORDER_KNOWN)));
    }

    private Answer state(Call call) {
        var row = show(call);
        var answer = ImportedForm.write(row);
        var members = answer.putArray("members");
        for (var member : reads.importedMembers(row.groupId())) {
            members.addObject().put("user", member.getUser()).put("client", member.getClient());
        }
        return answer(Answer.json(200, answer));
    }

    private Answer page(Call call) {
        long from = call.number("from", Long.MAX_VALUE - LIMIT_MAX).orElse(0);
        int limit = Math.toIntExact(Math.max(1, call.number("limit", LIMIT_MAX).orElse(LIMIT_DEFAULT)));
        var row = show(call);
        var caller = call.caller();
        boolean all = caller.audits(row.groupId());
        var answer = Json.object();
        var list = answer.putArray("events");
        var events = read(row.groupId(), from, limit);
        events.forEach(event -> list.add(ImportedForm.write(
                event, recipient -> all || recipient.equals(caller.identity().getUser()))));
        return answer(Answer.json(
                200,
                answer.put("next", from + events.size())
                        .put("headSeq", row.seq())
                        .put("source", row.source())
                        .put("guarantee", Guarantee.ORDER_KNOWN)));
    }

    /// A few at a time, so that a page stays bounded in octets too.
    private List<ImportedEvent> read(ByteString groupId, long from, int limit) {
        var page = new ArrayList<ImportedEvent>();
        long octets = 0;
        while (page.size() < limit && octets < PAGE_OCTETS_MAX) {
            var more = reads.importedEvents(groupId, from + page.size(), Math.min(AT_ONCE, limit - page.size()));
            if (more.isEmpty()) {
                return page;
            }
            for (var event : more) {
                page.add(event);
                octets += event.getSerializedSize();
                if (octets >= PAGE_OCTETS_MAX) {
                    return page;
                }
            }
        }
        return page;
    }

    /// Whoever may not see it is told the same as if it weren't there.
    private ImportedRow show(Call call) {
        var groupId = call.octets("group");
        return reads.importedGroup(groupId)
                .filter(_ -> maySee(call.caller(), groupId))
                .orElseThrow(() -> ProblemException.of(
                        ProblemType.UNKNOWN_GROUP,
                        "There is no such imported group, or the caller's user was not in it when it was imported"));
    }

    private boolean maySee(Caller caller, ByteString groupId) {
        return caller.audits(groupId)
                || (caller.scopes().contains(Scope.CLIENT)
                        && reads.isImportedMember(groupId, caller.identity().getUser()));
    }

    private static Answer answer(Answer answer) {
        return answer.with("Epochal-Guarantee", Guarantee.ORDER_KNOWN);
    }
}
