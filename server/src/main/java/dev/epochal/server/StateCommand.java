package dev.epochal.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.epochal.api.json.Base64Url;
import dev.epochal.api.json.Json;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.codec.Writer;
import dev.epochal.mls.tree.LeafNode;
import dev.epochal.mls.tree.RatchetTree;
import dev.epochal.processor.core.GroupState;
import dev.epochal.server.audit.HistoryAudit;
import dev.epochal.server.audit.SourceException;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `epochal state`.
@Command(
        name = "state",
        description = "Derives a group's public state at an epoch from its history, which is audited on the way.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The state stands on the standard output.",
            "1:The history can't be had, or the group was never in the epoch.",
            "3:Something is wrong with the history: see audit."
        })
final class StateCommand implements Callable<Integer> {
    private static final int WRONG = 3;

    @Mixin
    private HistoryOptions history = new HistoryOptions();

    @Option(names = "--at-epoch", description = "The epoch. Default: the newest.")
    private Optional<Long> epoch = Optional.empty();

    @Option(names = "--tree", description = "Writes the ratchet tree too.")
    private boolean tree;

    @Override
    public Integer call() {
        Main.logToStandardError();
        var options = history.audit(wanted());
        try (var export = history.source().open()) {
            var outcome = HistoryAudit.run(export, options, AuditCommand.progress());
            if (!outcome.report().isIntact()) {
                outcome.report().lines().forEach(System.err::println);
                return WRONG;
            }
            var state = outcome.state()
                    .orElseThrow(() -> new SourceException("The group was never in epoch " + epoch.orElse(0L)));
            System.out.println(form(state).toPrettyString());
            return 0;
        } catch (IOException e) {
            throw new SourceException("The export can't be closed", e);
        }
    }

    private OptionalLong wanted() {
        return epoch.map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    private ObjectNode form(GroupState state) {
        var group = state.group();
        var json = Json.object()
                .put("groupId", Base64Url.encode(state.groupId()))
                .put("epoch", state.epoch())
                .put("seq", state.seq())
                .put("head", Base64Url.encode(state.head()))
                .put("groupContext", text(group.context().bytes()))
                .put("treeHash", text(group.context().treeHash()))
                .put("confirmedTranscriptHash", text(group.context().confirmedTranscriptHash()))
                .put("interimTranscriptHash", text(group.interimTranscriptHash()))
                .put("confirmationTag", text(group.confirmationTag()));
        var members = json.putArray("members");
        for (var member : group.members()) {
            members.addObject()
                    .put("leafIndex", member.leafIndex())
                    .put("identity", identity(member.leafNode()))
                    .put("signatureKey", text(member.leafNode().signatureKey().octets()));
        }
        if (tree) {
            json.put("ratchetTree", text(encoded(group.ratchetTree())));
        }
        return json;
    }

    private static String identity(LeafNode leaf) {
        return leaf.credential().client().text();
    }

    private static Octets encoded(RatchetTree tree) {
        var writer = new Writer();
        tree.writeTo(writer);
        return writer.toOctets();
    }

    private static String text(Octets octets) {
        return Base64Url.encode(ByteString.copyFrom(octets.toByteArray()));
    }
}
