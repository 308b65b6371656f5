package dev.epochal.api.history;

import com.google.protobuf.ByteString;
import dev.epochal.api.history.HistoryLine.Closing;
import dev.epochal.api.history.HistoryLine.Opening;
import dev.epochal.projections.read.Checkpoints.Signed;
import dev.epochal.projections.read.HistoryReads;
import dev.epochal.schema.history.NoteKey;
import dev.epochal.schema.record.GroupEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// Writes a history up to a checkpoint, page by page. A stream that ends without the last line is not whole.
///
/// @param signed the checkpoint
/// @param coding how the lines are written
record HistoryExport(HistoryReads reads, ByteString groupId, Signed signed, HistoryCoding coding) {
    private static final int FIRST_PAGE = 16;
    private static final int PAGE_MAX = 1_000;
    private static final long PAGE_OCTETS = 4L << 20;

    void writeTo(OutputStream out) throws IOException {
        coding.magic().writeTo(out);
        long size = signed.checkpoint().head().size();
        int limit = FIRST_PAGE;
        for (long at = 0; at < size; ) {
            var page = reads.events(groupId, at, Math.toIntExact(Math.min(limit, size - at)));
            if (page.isEmpty()) {
                throw new IOException("Event " + at + " is missing");
            }
            if (at == 0) {
                line(out, opening(page.getFirst()));
            }
            for (GroupEvent event : page) {
                line(out, HistoryForm.line(event));
            }
            at += page.size();
            limit = nextLimit(page);
        }
        line(out, new Closing(signed.note()));
        out.flush();
    }

    private Opening opening(GroupEvent first) {
        return new Opening(
                groupId,
                first.getHeader().getLogId(),
                signed.checkpoint().origin(),
                signed.keys().stream().map(NoteKey::text).toList());
    }

    /// As many as a page of bounded size will hold, if the next ones are like these.
    private static int nextLimit(List<GroupEvent> page) {
        long octets = page.stream().mapToLong(GroupEvent::getSerializedSize).sum();
        return Math.clamp(PAGE_OCTETS * page.size() / Math.max(1, octets), 1, PAGE_MAX);
    }

    private void line(OutputStream out, HistoryLine line) throws IOException {
        coding.write(line).writeTo(out);
    }
}
