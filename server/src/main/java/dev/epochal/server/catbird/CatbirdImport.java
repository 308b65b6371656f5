package dev.epochal.server.catbird;

import com.google.protobuf.ByteString;
import dev.epochal.schema.history.ImportedChain;
import dev.epochal.schema.record.ImportedEvent;
import dev.epochal.schema.record.ImportedGroup;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Turns what a Catbird server had stored into imported events: of each conversation first what it is, then who is in
/// it, its messages in their order, and its Welcomes. What an earlier run has appended is left as it is, and only what
/// is behind it is added. Used by one thread.
final class CatbirdImport {
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-fA-F]{2}){1,255}");
    private static final int NAME_MAX = 200;
    private static final int EVENTS_AT_ONCE = 500;
    private static final long OCTETS_AT_ONCE = 4L << 20;

    private final CatbirdSource source;
    private final long nowMs;
    private final Target target;
    private final ImportReport report = new ImportReport();

    /// Where the events go.
    ///
    /// @param tails tells how far a group has come
    /// @param append appends events of one group, all or none
    record Target(Function<ByteString, ImportedTail> tails, Consumer<List<ImportedEvent>> append) {}

    CatbirdImport(CatbirdSource source, long nowMs, Target target) {
        this.source = source;
        this.nowMs = nowMs;
        this.target = target;
    }

    ImportReport run() throws SQLException {
        var last = "";
        for (var page = source.conversations(last); !page.isEmpty(); page = source.conversations(last)) {
            for (var conversation : page) {
                take(conversation);
            }
            last = page.getLast().id();
        }
        LeftBehind.count(source, report);
        return report;
    }

    /// The id of the MLS group: that server kept it in hex, first beside its own id and later as it.
    static ByteString groupId(CatbirdSource.Conversation conversation) {
        var text = conversation.groupId().isEmpty() ? conversation.id() : conversation.groupId();
        return HEX.matcher(text).matches()
                ? ByteString.copyFrom(HexFormat.of().parseHex(text))
                : ByteString.copyFromUtf8(text);
    }

    private void take(CatbirdSource.Conversation conversation) throws SQLException {
        var groupId = groupId(conversation);
        if (conversation.id().length() > NAME_MAX || groupId.size() > 255 || groupId.isEmpty()) {
            report.left("conversations whose name is empty or too long", 1);
            return;
        }
        var tail = target.tails().apply(groupId);
        if (!tail.isNew() && !tail.conversationId().equals(conversation.id())) {
            report.left("conversations that name the MLS group of another one", 1);
            return;
        }
        var writer = new Writer(groupId, tail);
        if (tail.isNew()) {
            writer.add(ImportedEvent.newBuilder().setGroup(group(conversation)));
            report.carried("conversations");
        } else {
            report.present("conversations", 1);
        }
        members(conversation.id(), writer, tail);
        messages(conversation.id(), writer, tail.message());
        welcomes(conversation.id(), writer, tail.welcome());
        writer.flush();
    }

    private static ImportedGroup group(CatbirdSource.Conversation conversation) {
        return ImportedGroup.newBuilder()
                .setSource("catbird")
                .setConversationId(conversation.id())
                .setEpoch(conversation.epoch())
                .setCipherSuite(conversation
                        .cipherSuite()
                        .substring(
                                0, Math.min(NAME_MAX, conversation.cipherSuite().length())))
                .setCreator(conversation.creator())
                .setCreatedAtMs(conversation.createdAtMs())
                .build();
    }

    private void members(String conversation, Writer writer, ImportedTail tail) throws SQLException {
        var found = source.members(conversation);
        var kept = found.toBuilder().clearMembers();
        for (var member : found.getMembersList()) {
            var identity = member.getIdentity();
            if (identity.getUser().length() > NAME_MAX || identity.getClient().length() > NAME_MAX) {
                report.left("members whose name is too long", 1);
            } else {
                kept.addMembers(member);
            }
        }
        var members = kept.build();
        if (tail.isNew() || !members.toByteString().equals(tail.members())) {
            writer.add(ImportedEvent.newBuilder().setMembers(members));
            members.getMembersList().forEach(_ -> report.carried("members"));
        } else {
            report.present("members", members.getMembersCount());
        }
    }

    private void messages(String conversation, Writer writer, CatbirdSource.Cursor begin) throws SQLException {
        var after = begin;
        for (var page = source.messages(conversation, after);
                !page.isEmpty();
                page = source.messages(conversation, after)) {
            for (var message : page) {
                after = new CatbirdSource.Cursor(
                        message.getSourceSeq(), message.getCreatedAtMs(), message.getSourceId());
                if (message.getMessage().isEmpty()) {
                    report.left("messages without octets", 1);
                } else if (message.getMessage().size() > ImportedLog.MESSAGE_MAX) {
                    report.left("messages too large for a record of the log", 1);
                } else {
                    writer.add(ImportedEvent.newBuilder().setMessage(message));
                    report.carried(message.getCommit() ? "Commits" : "messages");
                }
            }
        }
    }

    private void welcomes(String conversation, Writer writer, CatbirdSource.Cursor begin) throws SQLException {
        var after = begin;
        for (var page = source.welcomes(conversation, after);
                !page.isEmpty();
                page = source.welcomes(conversation, after)) {
            for (var welcome : page) {
                after = new CatbirdSource.Cursor(0, welcome.getCreatedAtMs(), welcome.getSourceId());
                if (welcome.getWelcome().size() > ImportedLog.MESSAGE_MAX) {
                    report.left("Welcomes too large for a record of the log", 1);
                } else {
                    writer.add(ImportedEvent.newBuilder().setWelcome(welcome));
                    report.carried("Welcomes");
                }
            }
        }
    }

    /// Chains the events of one group, and hands them on some at a time.
    private final class Writer {
        private final ByteString groupId;
        private final List<ImportedEvent> waiting = new ArrayList<>();
        private long octets;
        private long seq;
        private ByteString head;

        Writer(ByteString groupId, ImportedTail tail) {
            this.groupId = groupId;
            this.seq = tail.seq();
            this.head = tail.head();
        }

        void add(ImportedEvent.Builder event) {
            seq++;
            var sealed = ImportedChain.seal(
                    event.setGroupId(groupId).setSeq(seq).setImportedAtMs(nowMs).setPreviousHead(head));
            head = sealed.getHead();
            waiting.add(sealed);
            octets += sealed.getSerializedSize();
            if (waiting.size() >= EVENTS_AT_ONCE || octets >= OCTETS_AT_ONCE) {
                flush();
            }
        }

        void flush() {
            if (!waiting.isEmpty()) {
                target.append().accept(List.copyOf(waiting));
                waiting.clear();
                octets = 0;
            }
        }
    }
}
