package dev.epochal.simulation.world;

import com.google.protobuf.ByteString;
import dev.epochal.schema.log.RecordSeal;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.ClaimedForCaller;
import dev.epochal.schema.record.DirectoryCommand;
import dev.epochal.schema.record.DirectoryReceipt;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.GroupReceipt;
import dev.epochal.schema.record.Refusal;
import dev.epochal.schema.record.StaleEpoch;
import dev.epochal.schema.record.Verdict;
import dev.epochal.simulation.broken.Flaw;
import dev.epochal.simulation.broker.Link;
import dev.epochal.simulation.broker.LogRecord;
import dev.epochal.simulation.history.Operation;
import dev.epochal.simulation.history.Sight;
import dev.epochal.simulation.time.Reply;
import java.util.Optional;

/// What an api instance does between a client and the log: it appends the command, and waits for the verdict.
final class Api {
    private static final long PATIENCE_NANOS = 8 * Parts.SECOND;
    private static final long REQUEST_NANOS = 300 * Parts.MILLI;
    private static final int ATTEMPTS = 3;

    private final Parts parts;
    private final Link link;

    Api(Parts parts) {
        this.parts = parts;
        this.link = new Link(parts.schedule());
    }

    /// The verdict; empty if none came in time.
    Optional<Verdict> submit(GroupCommand command, Operation.Intent intent) {
        if (parts.flaws().include(Flaw.EPOCH_CACHED)
                && command.hasSubmitCommit()
                && intent.epoch() < believed(command)) {
            return Optional.of(refusal(command, believed(command)));
        }
        var verdict =
                decided(Topic.GROUP_COMMANDS, command.getGroupId(), command.toByteArray(), command.getSubmissionId());
        verdict.filter(Verdict::hasGroupReceipt).ifPresent(told -> see(command, told.getGroupReceipt()));
        return verdict;
    }

    /// The verdict about a command of the directory; empty if none came in time.
    Optional<Verdict> submit(DirectoryCommand command) {
        if (parts.flaws().include(Flaw.HANDED_OUT_UNCLAIMED) && command.hasClaimKeyPackages()) {
            return Optional.of(handedOut(command));
        }
        return decided(
                Topic.DIRECTORY_COMMANDS, command.getUserBytes(), command.toByteArray(), command.getSubmissionId());
    }

    private Verdict handedOut(DirectoryCommand command) {
        var receipt = DirectoryReceipt.newBuilder();
        parts.rows().stock(command.getUser()).stream()
                .limit(1)
                .forEach(each -> receipt.addClaimed(
                        ClaimedForCaller.newBuilder().setRef(each.getRef()).setKeyPackage(each.getKeyPackage())));
        return Verdict.newBuilder()
                .setSubmissionId(command.getSubmissionId())
                .setDirectoryReceipt(receipt)
                .build();
    }

    private Optional<Verdict> decided(Topic topic, ByteString key, byte[] value, ByteString submissionId) {
        Reply<Verdict> verdict = parts.verdicts().of(submissionId);
        append(topic, key, value);
        parts.schedule().await(verdict, PATIENCE_NANOS);
        return verdict.isDone() ? Optional.of(verdict.value()) : Optional.empty();
    }

    /// At the moment of the acknowledgement it must be certain already that the event will stay.
    private void see(GroupCommand command, GroupReceipt receipt) {
        boolean certain = parts.broker()
                .isCertain(
                        parts.layout().events(command.getGroupId()),
                        content -> receipt.getHead()
                                .equals(Harvest.event(content).getHeader().getLeafHash()));
        parts.record().see(new Sight.Acknowledged(command.getGroupId(), receipt.getSeq(), certain));
    }

    /// One epoch for each Commit that anybody has asked for.
    private long believed(GroupCommand command) {
        return parts.record().operations().stream()
                        .filter(operation -> operation.groupId().equals(command.getGroupId()))
                        .filter(operation -> operation.command().hasSubmitCommit())
                        .count()
                - 1;
    }

    private static Verdict refusal(GroupCommand command, long epoch) {
        var refusal = Refusal.newBuilder().setStaleEpoch(StaleEpoch.newBuilder().setCurrentEpoch(epoch));
        return Verdict.newBuilder()
                .setSubmissionId(command.getSubmissionId())
                .setRefusal(refusal)
                .build();
    }

    /// The producer sends until it hears of it; the broker takes the record once.
    private void append(Topic topic, ByteString partitionKey, byte[] value) {
        byte[] key = partitionKey.toByteArray();
        var content = new LogRecord(key, value, RecordSeal.of(topic, key, value));
        var partition = parts.layout().commands(topic, partitionKey);
        var taken = new Reply<Long>();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var reply = parts.network().send(link, () -> {
                if (!taken.isDone()) {
                    taken.complete(parts.broker().append(partition, content));
                }
                return taken.value();
            });
            if (parts.schedule().await(reply, REQUEST_NANOS)) {
                return;
            }
        }
    }
}
