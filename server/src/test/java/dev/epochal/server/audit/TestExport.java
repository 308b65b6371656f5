package dev.epochal.server.audit;

import com.google.protobuf.ByteString;
import dev.epochal.api.history.HistoryCoding;
import dev.epochal.api.history.HistoryForm;
import dev.epochal.api.history.HistoryLine;
import dev.epochal.api.history.HistoryLine.Closing;
import dev.epochal.api.history.HistoryLine.Opening;
import dev.epochal.schema.history.Checkpoint;
import dev.epochal.schema.history.CompactRange;
import dev.epochal.schema.history.MerkleProof.Head;
import dev.epochal.schema.history.NoteKey;
import dev.epochal.schema.history.NoteSigner;
import dev.epochal.schema.history.SignedNote;
import dev.epochal.schema.record.GroupEvent;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Writes exports as an honest server does, and as others might. All methods are functions of their arguments.
final class TestExport {
    static final NoteSigner SIGNER = NoteSigner.of(TestHistory.filled(55));
    static final HistoryAudit.Options NOTHING_GIVEN =
            new HistoryAudit.Options(Optional.empty(), List.of(), OptionalLong.empty(), Witnesses.NONE);
    private static final String SERVICE = "chat.example";

    private TestExport() {}

    /// The lines of an honest export.
    static List<ByteString> of(TestHistory history) {
        return of(
                history.events,
                checkpoint(history.events, SIGNER).signedBy(SIGNER).toString());
    }

    /// The lines of an export of these events under this note.
    static List<ByteString> of(List<GroupEvent> events, String note) {
        var first = events.getFirst().getHeader();
        var origin = Checkpoint.origin(SERVICE, first.getLogId());
        var lines = new ArrayList<ByteString>();
        lines.add(line(new Opening(
                first.getGroupId(),
                first.getLogId(),
                origin,
                List.of(SIGNER.key(origin).text()))));
        events.forEach(event -> lines.add(line(HistoryForm.line(event))));
        lines.add(line(new Closing(note)));
        return lines;
    }

    static ByteString line(HistoryLine line) {
        return HistoryForm.write(line);
    }

    static NoteKey key(List<GroupEvent> events, NoteSigner signer) {
        return signer.key(
                Checkpoint.origin(SERVICE, events.getFirst().getHeader().getLogId()));
    }

    /// The checkpoint of exactly these events.
    static Checkpoint checkpoint(List<GroupEvent> events, NoteSigner signer) {
        var range = CompactRange.EMPTY;
        for (GroupEvent event : events) {
            range = range.with(event.getHeader().getLeafHash());
        }
        return new Checkpoint(key(events, signer).name(), new Head(range.size(), range.root()), List.of());
    }

    static SignedNote unsigned(Checkpoint checkpoint) {
        return new SignedNote(checkpoint.text(), List.of());
    }

    static ByteString file(List<ByteString> lines) {
        var newline = ByteString.copyFromUtf8("\n");
        return lines.stream().map(line -> line.concat(newline)).reduce(ByteString.EMPTY, ByteString::concat);
    }

    /// The octets of each line of a file; those with which the file begins stand with the first one.
    ///
    /// @param lines in JSON
    static List<ByteString> parts(HistoryCoding coding, List<ByteString> lines) {
        var opening = HistoryForm.parseOpening(lines.getFirst()).orElseThrow();
        var parts = new ArrayList<ByteString>();
        parts.add(coding.magic().concat(coding.write(opening)));
        lines.stream()
                .skip(1)
                .map(line -> HistoryForm.parse(line, opening).orElseThrow())
                .map(coding::write)
                .forEach(parts::add);
        return parts;
    }

    static AuditReport audit(List<ByteString> lines) {
        return audit(file(lines).toByteArray(), NOTHING_GIVEN);
    }

    static AuditReport audit(byte[] file, HistoryAudit.Options options) {
        return HistoryAudit.run(new ByteArrayInputStream(file), options, _ -> {})
                .report();
    }
}
