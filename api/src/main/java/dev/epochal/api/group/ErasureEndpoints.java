package dev.epochal.api.group;

import com.google.protobuf.ByteString;
import dev.epochal.api.exchange.Answer;
import dev.epochal.api.exchange.Body;
import dev.epochal.api.exchange.Call;
import dev.epochal.api.exchange.Endpoint;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import dev.epochal.api.submission.Receipts;
import dev.epochal.api.submission.Submissions;
import dev.epochal.projections.read.GroupReads;
import dev.epochal.schema.record.ErasePayloads;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.SeqRange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Erasure of the payloads of application messages, as an administrator of the group asks for it.
public final class ErasureEndpoints {
    private static final int BODY_OCTETS_MAX = 32 << 10;
    private static final int SEQS_MAX = 1_000;
    private static final int REASON_LENGTH_MAX = 100;

    private final GroupReads groups;
    private final Submissions submissions;
    private final Conflicts conflicts;

    /// Looks there which events are older than a time.
    public ErasureEndpoints(GroupReads groups, Submissions submissions, Conflicts conflicts) {
        this.groups = groups;
        this.submissions = submissions;
        this.conflicts = conflicts;
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/v1/groups/{group}/erasures", BODY_OCTETS_MAX, this::erase));
    }

    private Answer erase(Call call) {
        var groupId = call.octets("group");
        var body = call.json().expect("seqs", "before", "acceptedBefore", "reason");
        var reason = body.optionalText("reason").orElse("");
        if (reason.length() > REASON_LENGTH_MAX) {
            throw Body.malformed("reason is to have at most " + REASON_LENGTH_MAX + " characters");
        }
        var command = GroupCommand.newBuilder()
                .setErasePayloads(ErasePayloads.newBuilder()
                        .addAllRanges(ranges(body, groupId))
                        .setReason(reason));
        var verdict = submissions.submit(call, groupId, command).verdict();
        if (verdict.hasGroupReceipt()) {
            return Answer.json(201, Receipts.group(verdict));
        }
        throw new ProblemException(conflicts.problem(verdict, ByteString.EMPTY));
    }

    private List<SeqRange> ranges(Body body, ByteString groupId) {
        var given = Stream.of("seqs", "before", "acceptedBefore")
                .filter(body.object()::has)
                .toList();
        if (given.size() != 1) {
            throw Body.malformed("Send one of seqs, before and acceptedBefore");
        }
        return switch (given.getFirst()) {
            case "seqs" -> together(body.numbers("seqs", SEQS_MAX, Integer.MAX_VALUE));
            case "before" -> allBefore(body.number("before", Integer.MAX_VALUE));
            default -> allBefore(groups.eventsBefore(groupId, body.longNumber("acceptedBefore")));
        };
    }

    private static List<SeqRange> allBefore(long seq) {
        if (seq == 0) {
            throw ProblemException.of(ProblemType.NOTHING_TO_ERASE, "No event of the group is that old");
        }
        return List.of(SeqRange.newBuilder().setBehind(seq).build());
    }

    /// As few ranges as name these events.
    private static List<SeqRange> together(List<Integer> seqs) {
        var ranges = new ArrayList<SeqRange>();
        for (long seq : seqs.stream().sorted().distinct().toList()) {
            var last = ranges.isEmpty() ? SeqRange.getDefaultInstance() : ranges.getLast();
            if (!ranges.isEmpty() && last.getBehind() == seq) {
                ranges.removeLast();
                ranges.add(last.toBuilder().setBehind(seq + 1).build());
            } else {
                ranges.add(
                        SeqRange.newBuilder().setFirst(seq).setBehind(seq + 1).build());
            }
        }
        return ranges;
    }
}
