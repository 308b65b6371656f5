package dev.epochal.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.epochal.client.GroupEvent;
import dev.epochal.client.Octets;
import dev.epochal.client.Receipt;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;

/// Checks a history as a client can (docs/history.md).
public final class Chain {
    private static final Octets BEGINNING = Octets.of(new byte[32]);

    private Chain() {}

    /// Seq runs without a gap, each event links to the one before, each epoch ends with exactly one Commit, and
    /// payloads have the hashes that the chain holds.
    public static void verify(List<GroupEvent> events) {
        var head = BEGINNING;
        long epoch = 0;
        for (int seq = 0; seq < events.size(); seq++) {
            var header = events.get(seq).header();
            assertThat(header.seq()).isEqualTo(seq);
            assertThat(header.previousHead()).isEqualTo(head);
            assertThat(header.epoch()).isEqualTo(epoch);
            boolean ends = events.get(seq) instanceof GroupEvent.CommitAccepted;
            assertThat(header.epochAfter()).isEqualTo(ends ? epoch + 1 : epoch);
            verifyPayload(events.get(seq));
            head = header.leafHash();
            epoch = header.epochAfter();
        }
    }

    /// Each receipt is what the history says.
    public static void verifyReceipts(Collection<Receipt> receipts, List<GroupEvent> events) {
        assertThat(receipts).isNotEmpty().allSatisfy(receipt -> {
            assertThat(receipt.seq()).isLessThan(events.size());
            var header = events.get(Math.toIntExact(receipt.seq())).header();
            assertThat(receipt.head()).isEqualTo(header.leafHash());
            assertThat(receipt.epoch()).isEqualTo(header.epochAfter());
            assertThat(receipt.position()).isEqualTo(header.command());
            assertThat(receipt.acceptedAt()).isEqualTo(header.acceptedAt());
        });
    }

    /// Where the event as HTTP shows it holds the whole payload.
    private static void verifyPayload(GroupEvent event) {
        switch (event) {
            case GroupEvent.MessageAccepted message -> verifyPayload(event, message.message());
            case GroupEvent.ProposalAccepted proposal -> verifyPayload(event, proposal.proposal());
            case GroupEvent.CommitReported report -> verifyPayload(event, report.report());
            default -> {}
        }
    }

    private static void verifyPayload(GroupEvent event, Octets part) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(event.header().salt().toArray());
        bytes.writeBytes(ByteBuffer.allocate(4).putInt(part.length()).array());
        bytes.writeBytes(part.toArray());
        assertThat(Octets.of(bytes.toByteArray()).sha256())
                .isEqualTo(event.header().payloadHash());
    }
}
