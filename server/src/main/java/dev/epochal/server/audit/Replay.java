package dev.epochal.server.audit;

import com.google.protobuf.ByteString;
import dev.epochal.api.history.HistoryLine.Hashes;
import dev.epochal.api.history.HistoryLine.Logged;
import dev.epochal.api.json.Base64Url;
import dev.epochal.mls.codec.Octets;
import dev.epochal.processor.core.DamagedHistoryException;
import dev.epochal.processor.core.GroupEvolution;
import dev.epochal.processor.core.GroupState;
import dev.epochal.schema.history.CanonicalHeader;
import dev.epochal.schema.history.Checkpoint;
import dev.epochal.schema.history.CompactRange;
import dev.epochal.schema.history.LogPin;
import dev.epochal.schema.history.MerkleProof.Head;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.server.audit.DifferenceException.Place;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Follows a history event by event. Used by one thread.
final class Replay {
    private final SignatureQueue signatures;
    private final GroupEvolution evolution;
    private final List<Checkpoint> earlier;
    private final OptionalLong wanted;
    private final ReportTally reports = new ReportTally();
    private final ErasureTally erasures = new ErasureTally();
    private Optional<GroupState> state = Optional.empty();
    private CompactRange range = CompactRange.EMPTY;
    private AuditReport.Counts counts = AuditReport.Counts.NONE;
    private Optional<GroupState> remembered = Optional.empty();
    private int kept;

    Replay(SignatureQueue signatures, HistoryAudit.Options options) {
        this.wanted = options.epoch();
        this.signatures = signatures;
        this.evolution = GroupEvolution.deriving(signatures);
        this.earlier = options.kept().stream()
                .sorted(Comparator.comparingLong(checkpoint -> checkpoint.head().size()))
                .toList();
    }

    /// Verifies the next event.
    ///
    /// @throws DifferenceException if something is wrong with it
    void take(Logged logged, LineReader.Read read) {
        var event = logged.event();
        var header = event.getHeader();
        var place = new Place(read.number(), range.size());
        signatures.at(place);
        if (header.getSeq() != range.size()) {
            throw place.differs(
                    Flaw.SEQUENCE,
                    "event " + Long.toUnsignedString(header.getSeq()) + " stands where event " + range.size()
                            + " belongs");
        }
        place.requireEqual(
                header.getPayloadHash(),
                read.payloadHash(),
                Flaw.PAYLOAD,
                "the payload hash isn't that of the payload");
        place.requireEqual(
                header.getLeafHash(), read.leafHash(), Flaw.HEADER, "the leaf hash isn't that of the header");
        place.requireEqual(
                header.getPreviousHead(),
                state.map(GroupState::head).orElse(CanonicalHeader.BEGINNING),
                Flaw.CHAIN,
                "the event names another one before it");
        try {
            state = Optional.of(evolution.after(state, event));
        } catch (DamagedHistoryException e) {
            throw place.differs(Flaw.REFUSED, String.valueOf(e.getMessage()));
        }
        erasures.take(event, place);
        compare(logged, place);
        remember();
        if (event.hasCommitAccepted()) {
            reports.take(read.seen());
            reports.began(state.get().group().context());
        } else if (event.hasCommitReported()) {
            reports.take(event.getCommitReported());
        }
        range = range.with(header.getLeafHash());
        reports.reached(range);
        count(event);
        compareKept(place);
    }

    private void compare(Logged logged, Place place) {
        boolean begins = logged.event().hasGroupCreated() || logged.event().hasCommitAccepted();
        var context = state.orElseThrow().group().context();
        var derived = begins
                ? new Hashes(octets(context.treeHash()), octets(context.confirmedTranscriptHash()))
                : Hashes.NONE;
        place.requireEqual(
                logged.after().treeHash(), derived.treeHash(), Flaw.STATE, "the tree hash isn't the one that follows");
        place.requireEqual(
                logged.after().confirmedTranscriptHash(),
                derived.confirmedTranscriptHash(),
                Flaw.STATE,
                "the confirmed transcript hash isn't the one that follows");
    }

    private void compareKept(Place place) {
        while (kept < earlier.size() && earlier.get(kept).head().size() <= range.size()) {
            var head = earlier.get(kept).head();
            place.requireEqual(
                    head.root(),
                    head.size() == 0 ? CompactRange.EMPTY.root() : range.root(),
                    Flaw.FORK,
                    "the checkpoint of " + head.size() + " events that was kept is of another history");
            kept++;
        }
    }

    /// Compares the end with the checkpoint that closes the export.
    void close(Head head, Place place) {
        erasures.close();
        place.require(
                head.size() == range.size(),
                Flaw.CHECKPOINT_SIZE,
                "the checkpoint covers " + head.size() + " events, but " + range.size() + " stand here");
        place.requireEqual(
                head.root(), range.root(), Flaw.CHECKPOINT_ROOT, "the checkpoint's root isn't that of the events");
        place.require(
                kept == earlier.size(),
                Flaw.FORK,
                "a checkpoint that was kept covers more events than stand here: the end is missing");
    }

    private void count(GroupEvent event) {
        counts = new AuditReport.Counts(
                counts.events() + 1,
                counts.commits() + (event.hasCommitAccepted() ? 1 : 0),
                counts.proposals() + (event.hasProposalAccepted() ? 1 : 0),
                counts.messages() + (event.hasMessageAccepted() ? 1 : 0),
                counts.policies() + (event.hasPolicyChanged() ? 1 : 0),
                erasures.erased());
    }

    private void remember() {
        boolean known = remembered.isPresent() && wanted.isPresent();
        if (!known && state.orElseThrow().epoch() == wanted.orElse(state.get().epoch())) {
            remembered = state;
        }
    }

    AuditReport.Counts counts() {
        return counts;
    }

    /// The log that the group's members have agreed on by the end.
    Optional<LogPin> pin() {
        return state.flatMap(group -> LogPin.of(group.group().context().extensions()));
    }

    AuditReport.Reports reports() {
        return reports.reports();
    }

    int kept() {
        return kept;
    }

    /// The group as the epoch that was wanted began.
    Optional<GroupState> remembered() {
        return remembered;
    }

    AuditReport.State report() {
        return new AuditReport.State(
                range.size(),
                Base64Url.encode(range.root()),
                state.map(GroupState::epoch).orElse(0L),
                state.map(group ->
                                Base64Url.encode(octets(group.group().context().treeHash())))
                        .orElse(""),
                state.map(group ->
                                Base64Url.encode(octets(group.group().context().confirmedTranscriptHash())))
                        .orElse(""),
                state.map(group -> group.group().memberCount()).orElse(0));
    }

    private static ByteString octets(Octets octets) {
        return ByteString.copyFrom(octets.toByteArray());
    }
}
