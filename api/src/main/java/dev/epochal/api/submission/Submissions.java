package dev.epochal.api.submission;

import com.google.protobuf.ByteString;
import dev.epochal.api.exchange.Action;
import dev.epochal.api.exchange.Call;
import dev.epochal.api.problem.Problem;
import dev.epochal.api.problem.ProblemException;
import dev.epochal.api.problem.ProblemType;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.DirectoryCommand;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.Verdict;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what clients ask for to the log, and waits for what is decided about it. Thread-safe.
///
/// A submission without a verdict is never called failed: it may have been decided, or may be yet.
public final class Submissions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Submissions.class);
    /// What the topics take, less what the log itself puts around a command.
    private static final int COMMAND_OCTETS_MAX = (8 << 20) - (64 << 10);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Waiters waiters = new Waiters();
    private final SubmissionLog log;
    private final Patience patience;
    private final Admission admission;

    /// How long and how many submissions wait for their verdicts.
    ///
    /// @param limit how long one waits
    /// @param waitingMax how many wait at once at most; who comes then is told to come back, at once
    public record Patience(Duration limit, int waitingMax) {}

    /// Opens the log.
    ///
    /// @param open opens the log; what it is given wants to know each verdict that comes in
    public Submissions(Function<Consumer<Verdict>, SubmissionLog> open, Patience patience) {
        this.log = open.apply(waiters::decided);
        this.patience = patience;
        this.admission = new Admission(patience.waitingMax(), System::nanoTime);
    }

    /// Submits to a group.
    ///
    /// @param command has a body, and nothing else yet
    public Decided submit(Call call, ByteString groupId, GroupCommand.Builder command) {
        var id = UUID.randomUUID();
        var digest = CommandHashes.bodyDigest(command);
        var key = key(call, digest);
        command.setSubmissionId(octets(id))
                .setGroupId(groupId)
                .setSubmittedBy(call.identity())
                .setVerdictPartition(log.verdictPartition())
                .setIdempotencyKey(key)
                .setBodyDigest(digest)
                .setPayloadSalt(randomOctets());
        var record =
                new CommandRecord(Topic.GROUP_COMMANDS, groupId, command.build().toByteString(), call.correlationId());
        return new Decided(id, key, decide(id, record));
    }

    /// Submits to the directory.
    ///
    /// @param user whose entries the command concerns
    /// @param command has a body, and nothing else yet
    public Decided submit(Call call, String user, DirectoryCommand.Builder command) {
        var id = UUID.randomUUID();
        var digest = CommandHashes.bodyDigest(command);
        boolean meantAnew = command.hasClaimKeyPackages() || command.hasRevokeKeyPackages();
        var key = key(call, meantAnew ? randomOctets() : digest);
        command.setSubmissionId(octets(id))
                .setUser(user)
                .setSubmittedBy(call.identity())
                .setVerdictPartition(log.verdictPartition())
                .setIdempotencyKey(key)
                .setBodyDigest(digest);
        var record = new CommandRecord(
                Topic.DIRECTORY_COMMANDS,
                ByteString.copyFromUtf8(user),
                command.build().toByteString(),
                call.correlationId());
        return new Decided(id, key, decide(id, record));
    }

    /// Tells the directory something by the server itself, and does not wait for what is decided about it. What gets
    /// lost is lost.
    ///
    /// @param user whose entries the command concerns
    /// @param command has a body, and nothing else yet
    public void announce(String user, DirectoryCommand.Builder command) {
        var id = UUID.randomUUID();
        command.setSubmissionId(octets(id))
                .setUser(user)
                .setSubmittedBy(Identity.newBuilder().setUser(user))
                .setVerdictPartition(log.verdictPartition())
                .setIdempotencyKey(randomOctets())
                .setBodyDigest(CommandHashes.bodyDigest(command));
        log.append(
                new CommandRecord(
                        Topic.DIRECTORY_COMMANDS,
                        ByteString.copyFromUtf8(user),
                        command.build().toByteString(),
                        id.toString()),
                why -> LOG.warn("The log did not take a command of the server itself; it will be sent again", why));
    }

    /// The same for a group.
    ///
    /// @param command has a body, and nothing else yet
    public void announce(ByteString groupId, GroupCommand.Builder command) {
        log.append(
                ofServer(UUID.randomUUID(), groupId, command),
                why -> LOG.warn("The log did not take a command of the server itself; it will be sent again", why));
    }

    /// Submits to a group what its operator orders, whoever its members are.
    ///
    /// @param command has a body, and nothing else yet
    public Decided order(ByteString groupId, GroupCommand.Builder command) {
        var id = UUID.randomUUID();
        var record = ofServer(id, groupId, command);
        return new Decided(id, command.getIdempotencyKey(), decide(id, record));
    }

    /// A command of nobody, which is meant anew each time.
    private CommandRecord ofServer(UUID id, ByteString groupId, GroupCommand.Builder command) {
        command.setSubmissionId(octets(id))
                .setGroupId(groupId)
                .setSubmittedBy(Identity.getDefaultInstance())
                .setVerdictPartition(log.verdictPartition())
                .setIdempotencyKey(randomOctets())
                .setBodyDigest(CommandHashes.bodyDigest(command))
                .setPayloadSalt(randomOctets());
        return new CommandRecord(Topic.GROUP_COMMANDS, groupId, command.build().toByteString(), id.toString());
    }

    /// The same action, but nobody's body is read while as many submissions wait as may: so it costs the least to send
    /// somebody away.
    public Action whereThereIsRoom(Action action) {
        return call -> {
            if (admission.isFull()) {
                throw full();
            }
            return action.answer(call);
        };
    }

    /// How many submissions wait for their verdict.
    public int waiting() {
        return waiters.size();
    }

    /// How many may wait for it now.
    public int waitingLimit() {
        return admission.limit();
    }

    /// Where the partitions of an events topic end now: all that was acknowledged before stands before it.
    ///
    /// @throws ProblemException if the log does not say so in time
    public Map<Integer, Long> ends(Topic events) {
        return log.ends(events);
    }

    /// Whether verdicts are coming in.
    public boolean isFollowing() {
        return log.isFollowing();
    }

    @Override
    public void close() {
        log.close();
    }

    private Verdict decide(UUID id, CommandRecord record) {
        if (record.value().size() > COMMAND_OCTETS_MAX) {
            throw ProblemException.of(
                    ProblemType.BODY_TOO_LARGE,
                    "What was submitted has more than the " + COMMAND_OCTETS_MAX
                            + " octets that the log takes at once");
        }
        // Whoever would only wait longer is told so at once, and those who wait get their verdicts as fast as ever.
        if (!admission.enter()) {
            throw full();
        }
        long entered = System.nanoTime();
        boolean decided = false;
        try {
            var verdict = verdict(id, record);
            decided = true;
            return verdict;
        } finally {
            if (decided) {
                admission.leaveDecided(entered);
            } else {
                admission.leave();
            }
        }
    }

    private Verdict verdict(UUID id, CommandRecord record) {
        var submission = octets(id);
        var waiter = waiters.expect(submission);
        // From here on the command may stand on the log, also if this process dies: only its verdict ends the wait.
        log.append(record, why -> waiters.refused(submission, why));
        try {
            return waiters.await(submission, waiter, patience.limit()).orElseThrow(() -> undecided(id));
        } catch (NotAppendedException e) {
            LOG.warn(
                    "The log takes no commands; look at the broker and at what this program may do there: {}",
                    String.valueOf(e.getCause()));
            throw unavailable("The log takes no commands now; nothing was submitted");
        }
    }

    private static ProblemException full() {
        return unavailable("As many submissions wait for their verdict as are decided soon");
    }

    private static ProblemException unavailable(String detail) {
        return new ProblemException(Problem.of(ProblemType.UNAVAILABLE, detail).retryAfterMs(1000));
    }

    private static ProblemException undecided(UUID id) {
        var location = "/v1/submissions/" + id;
        return new ProblemException(Problem.of(
                        ProblemType.OUTCOME_UNKNOWN,
                        "The submission may be accepted or refused yet; its outcome can be asked for")
                .withHint("outcome", location)
                .withHeader("Location", location));
    }

    /// What makes a second sending the same submission. The same bytes are; a claim that comes twice is meant twice,
    /// unless the client says otherwise.
    private static ByteString key(Call call, ByteString otherwise) {
        return call.idempotencyKey()
                .map(key -> CommandHashes.idempotencyKey(call.identity(), key))
                .orElse(otherwise);
    }

    /// 32 random octets.
    public static ByteString randomOctets() {
        var octets = new byte[32];
        RANDOM.nextBytes(octets);
        return ByteString.copyFrom(octets);
    }

    private static ByteString octets(UUID id) {
        return ByteString.copyFrom(ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .flip());
    }
}
