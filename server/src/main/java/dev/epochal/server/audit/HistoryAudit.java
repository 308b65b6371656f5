package dev.epochal.server.audit;

import dev.epochal.api.history.HistoryLine.Closing;
import dev.epochal.api.history.HistoryLine.Logged;
import dev.epochal.api.history.HistoryLine.Opening;
import dev.epochal.api.json.Base64Url;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.processor.core.GroupState;
import dev.epochal.schema.history.Checkpoint;
import dev.epochal.schema.history.NoteKey;
import dev.epochal.schema.history.SignedNote;
import dev.epochal.server.audit.DifferenceException.Place;
import dev.epochal.server.audit.Witnesses.Cosignature;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/// Audits an export, in one pass and in memory that doesn't grow with it. Used by one thread.
public final class HistoryAudit {
    private static final SignatureVerifier VERIFIER = SignatureVerifier.fastest();

    private final Options options;
    private final LongConsumer progress;
    private final ExecutorService threads;
    private AuditReport.Subject subject = AuditReport.Subject.UNKNOWN;
    private List<NoteKey> told = List.of();
    private Optional<Replay> replay = Optional.empty();
    private List<Cosignature> cosigned = List.of();

    private HistoryAudit(Options options, LongConsumer progress, ExecutorService threads) {
        this.options = options;
        this.progress = progress;
        this.threads = threads;
    }

    /// How to audit.
    ///
    /// @param key the key of the log that the auditor trusts; its name doesn't matter
    /// @param kept checkpoints of the same log that were kept from before
    /// @param epoch the epoch whose state is wanted; empty wants the newest
    /// @param witnesses whose cosignatures are verified
    public record Options(Optional<NoteKey> key, List<Checkpoint> kept, OptionalLong epoch, Witnesses witnesses) {
        /// Copies the list.
        public Options {
            kept = List.copyOf(kept);
        }
    }

    /// What comes of it.
    ///
    /// @param state the group as the epoch that was wanted began; empty if it never was in it
    public record Outcome(AuditReport report, Optional<GroupState> state) {}

    /// Audits.
    ///
    /// @param progress is told how many events have been verified
    /// @throws SourceException if the source can't be read
    public static Outcome run(InputStream export, Options options, LongConsumer progress) {
        int processors = Runtime.getRuntime().availableProcessors();
        var factory = Thread.ofPlatform().daemon().name("epochal-audit-", 0).factory();
        try (var threads = Executors.newFixedThreadPool(processors, factory)) {
            return new HistoryAudit(options, progress, threads).audit(ExportedLines.of(export));
        }
    }

    private Outcome audit(ExportedLines lines) {
        Optional<Difference> difference = Optional.empty();
        try {
            var opening = opening(lines);
            var signatures = new SignatureQueue(VERIFIER, threads);
            replay = Optional.of(new Replay(signatures, options));
            follow(new LineReader(lines, opening, threads), opening, signatures, replay.get());
        } catch (DifferenceException e) {
            difference = Optional.of(e.difference());
        }
        return difference
                .map(first -> new Outcome(AuditReport.broken(subject, first), Optional.empty()))
                .orElseGet(() -> intact(replay.orElseThrow()));
    }

    private Outcome intact(Replay whole) {
        var all = Stream.concat(options.witnesses().kept().stream(), cosigned.stream())
                .toList();
        var report = new AuditReport(
                subject, whole.counts(), whole.reports(), whole.report(), all, whole.kept(), Optional.empty());
        return new Outcome(report, whole.remembered());
    }

    private Opening opening(ExportedLines lines) {
        var place = new Place(1, -1);
        var opening = lines.next()
                .filter(ExportedLines.Line::whole)
                .flatMap(line -> lines.coding().parseOpening(line.octets()))
                .orElseThrow(() -> place.differs(Flaw.MALFORMED, "this is no first line of an export"));
        told = opening.keys().stream()
                .map(text -> NoteKey.parse(text)
                        .filter(key -> key.name().equals(opening.origin()))
                        .orElseThrow(() -> place.differs(Flaw.MALFORMED, "a key isn't one of the log's origin")))
                .toList();
        place.require(!told.isEmpty(), Flaw.MALFORMED, "there is no key");
        boolean ofLog =
                opening.logId().size() == 32 && opening.origin().endsWith(Checkpoint.origin("", opening.logId()));
        place.require(ofLog, Flaw.MALFORMED, "the origin isn't one of the log id");
        subject = new AuditReport.Subject(
                Base64Url.encode(opening.groupId()),
                opening.origin(),
                options.key()
                        .map(given -> new NoteKey(opening.origin(), given.publicKey()))
                        .orElse(told.getFirst())
                        .text(),
                options.key().isPresent());
        return opening;
    }

    /// A signature that isn't valid comes before whatever is found behind it.
    private void follow(LineReader reader, Opening opening, SignatureQueue signatures, Replay events) {
        try {
            follow(reader, opening, events);
        } catch (DifferenceException e) {
            if (e.difference().flaw() != Flaw.SIGNATURE) {
                signatures.settle();
            }
            throw e;
        }
        signatures.settle();
    }

    private void follow(LineReader reader, Opening opening, Replay events) {
        long last = 1;
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
            var read = next.get();
            last = read.number();
            var place = new Place(last, -1);
            switch (read.line().orElseThrow(() -> place.differs(Flaw.MALFORMED, "the line is none of the format"))) {
                case Logged logged -> events.take(logged, read);
                case Closing closing -> {
                    close(closing, opening, place, events);
                    place.require(reader.next().isEmpty(), Flaw.CUT, "something follows behind the last line");
                    return;
                }
                case Opening _ -> throw place.differs(Flaw.MALFORMED, "a second first line");
            }
            progress.accept(events.counts().events());
        }
        throw new Place(last + 1, -1).differs(Flaw.CUT, "the export ends without its last line");
    }

    private void close(Closing closing, Opening opening, Place place, Replay events) {
        var key = NoteKey.parse(subject.key()).orElseThrow();
        var note = SignedNote.parse(closing.checkpoint())
                .orElseThrow(() -> place.differs(Flaw.MALFORMED, "the checkpoint is no signed note"));
        var checkpoint = Checkpoint.parse(note.text())
                .orElseThrow(() -> place.differs(Flaw.MALFORMED, "the checkpoint says nothing of a tree"));
        place.require(
                checkpoint.origin().equals(opening.origin()),
                Flaw.CHECKPOINT_ORIGIN,
                "the checkpoint is of " + checkpoint.origin());
        place.require(
                note.isSignedBy(key),
                Flaw.CHECKPOINT_SIGNATURE,
                subject.keyGiven()
                        ? "the key that was given hasn't signed the checkpoint"
                        : "the log's key hasn't signed the checkpoint");
        place.require(
                told.stream().allMatch(note::isSignedBy),
                Flaw.CHECKPOINT_SIGNATURE,
                "a key that the first line tells hasn't signed the checkpoint");
        place.require(
                events.pin().stream().allMatch(pin -> pin.vouchesFor(opening.origin(), note)),
                Flaw.CHECKPOINT_SIGNATURE,
                "the log that the group's members have agreed on hasn't signed the checkpoint");
        options.witnesses().forged(note).ifPresent(name -> {
            throw place.differs(Flaw.COSIGNATURE, "the cosignature of " + name + " isn't valid");
        });
        events.close(checkpoint.head(), place);
        cosigned = options.witnesses().cosigned(note, checkpoint.head().size());
    }
}
