package dev.epochal.server;

import com.google.protobuf.ByteString;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.submission.KafkaSubmissionLog;
import dev.epochal.api.submission.Receipts;
import dev.epochal.api.submission.Submissions;
import dev.epochal.schema.record.ErasePayloads;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.SeqRange;
import dev.epochal.schema.record.Verdict;
import dev.epochal.server.setting.Environment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `epochal erase`.
@Command(
        name = "erase",
        description = "Erases the payloads of a group's application messages by order of the operator, whatever the"
                + " group's policy says. Handshakes stay, and the history still checks.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:They are erased.",
            "1:The order was not given, or nobody has decided about it in time.",
            "3:The order was refused; the reason is told."
        },
        footer = {
            "",
            "Gives the order to the processors of the Kafka that KAFKA_BOOTSTRAP_SERVERS names (DATABASE_URL must be set",
            "too), or else works on the data folder of a server that doesn't run. The erasure is an event of the group:",
            "it names the operator and the reason. It is safe to give the same order twice. Backups from before and what",
            "members have fetched are not reached: see docs/history.md and docs/backup.md."
        })
final class EraseCommand implements Callable<Integer> {
    private static final int REFUSED = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Option(names = "--group", required = true, description = "The group id, in base64url.")
    private String group = "";

    @Option(names = "--from", required = true, paramLabel = "SEQ", description = "The first event.")
    private long from;

    @Option(names = "--to", required = true, paramLabel = "SEQ", description = "The last event.")
    private long to;

    @Option(
            names = "--reason",
            required = true,
            description = "Why; at most 400 octets. It stands in the history for ever, for all who read it.")
    private String reason = "";

    @Option(names = "--data", description = "The data folder of the server.")
    private Path data = Path.of("data");

    @Option(names = "--json", description = "Writes the receipt as one JSON object to the standard output.")
    private boolean json;

    @Override
    public Integer call() {
        var groupId = Base64Url.decode(group)
                .filter(id -> !id.isEmpty())
                .orElseThrow(() -> new OrderException("--group is no group id in base64url: " + group));
        if (from < 0 || to < from) {
            throw new OrderException("--from and --to name no events: " + from + " to " + to);
        }
        if (json) {
            Main.logToStandardError();
        }
        var steps = new Steps((json ? System.err : System.out)::println);
        try (var premises = Premises.open(data, Environment.ofProcess(), steps)) {
            var processing = new Processing(premises, Environment.ofProcess());
            processing.ensure(steps);
            var verdict =
                    steps.step("order", () -> order(premises.backing().log().connection(), groupId));
            if (verdict.hasRefusal()) {
                return refused(verdict);
            }
            long seq = verdict.getGroupReceipt().getSeq();
            steps.run("rows of the read model", () -> processing.awaitProjected(groupId, seq, PATIENCE));
            tell(verdict, steps);
            return 0;
        }
    }

    private Verdict order(Map<String, Object> connection, ByteString groupId) {
        var erasure = ErasePayloads.newBuilder()
                .addRanges(SeqRange.newBuilder().setFirst(from).setBehind(to + 1))
                .setReason(reason)
                .setByOperator(true);
        var instance = "erase-" + UUID.randomUUID();
        try (var submissions = new Submissions(
                decided -> KafkaSubmissionLog.open(connection, instance, decided),
                new Submissions.Patience(PATIENCE, 1))) {
            return submissions
                    .order(groupId, GroupCommand.newBuilder().setErasePayloads(erasure))
                    .verdict();
        } catch (ProblemException e) {
            throw new OrderException(
                    "No processor has decided about the order in a minute, and one may yet. Look whether the"
                            + " processors run, and give it once more: " + e.getMessage(),
                    e);
        }
    }

    private static int refused(Verdict verdict) {
        var problem = dev.epochal.api.problem.Refusals.problem(verdict.getRefusal());
        System.err.println("refused: " + problem.type().slug() + ": " + problem.detail());
        return REFUSED;
    }

    private void tell(Verdict verdict, Steps steps) {
        if (json) {
            System.out.println(Json.write(Receipts.group(verdict)).toStringUtf8());
        } else {
            steps.say("Erased: event " + verdict.getGroupReceipt().getSeq() + " of the group says so, by order of the"
                    + " operator.");
        }
    }
}
