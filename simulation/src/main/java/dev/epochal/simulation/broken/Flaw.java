package dev.epochal.simulation.broken;

import static dev.epochal.simulation.history.Invariant.I1;
import static dev.epochal.simulation.history.Invariant.I10;
import static dev.epochal.simulation.history.Invariant.I11;
import static dev.epochal.simulation.history.Invariant.I13;
import static dev.epochal.simulation.history.Invariant.I14;
import static dev.epochal.simulation.history.Invariant.I15;
import static dev.epochal.simulation.history.Invariant.I16;
import static dev.epochal.simulation.history.Invariant.I17;
import static dev.epochal.simulation.history.Invariant.I18;
import static dev.epochal.simulation.history.Invariant.I2;
import static dev.epochal.simulation.history.Invariant.I4;
import static dev.epochal.simulation.history.Invariant.I5;
import static dev.epochal.simulation.history.Invariant.I6;
import static dev.epochal.simulation.history.Invariant.I7;
import static dev.epochal.simulation.history.Invariant.I9;

import dev.epochal.simulation.history.Invariant;
import java.util.Set;

/// One thing that a server could do wrong.
public enum Flaw {
    /// Each processor has transactional ids of its own, so nobody is fenced.
    NO_FENCING(I1, I2, I16),
    /// Verdicts go out at once, before the transaction that they belong to is ended.
    VERDICT_BEFORE_THE_END(I4, I16),
    /// Verdicts are read before their transaction is ended, and given to clients even if it is aborted.
    VERDICT_OF_AN_ABORTED_TRANSACTION(I4, I9),
    /// Now and then an event is lost on its way to the log.
    EVENT_DROPPED(I1, I4),
    /// Now and then two events of a transaction are appended in the wrong order.
    EVENTS_SWAPPED(I1),
    /// Now and then an event gets the number of the one before.
    NUMBER_USED_AGAIN(I1),
    /// A partition's new owner doesn't wait for the read model.
    NO_BARRIER(I1, I2, I9),
    /// Now and then the projections lose an event's rows.
    ROW_LOST(I7, I11),
    /// The projections show events whose transaction isn't ended.
    ROWS_OF_OPEN_TRANSACTIONS(I5, I7),
    /// A Welcome is shown as soon as somebody asks for the Commit.
    WELCOME_BEFORE_THE_COMMIT(I15),
    /// Decisions use the processor's clock.
    CLOCK_IN_DECISIONS(I17),
    /// Commands of a batch are decided in the order of their hashes.
    HASH_ORDER(I9, I17),
    /// A partition's new owner begins with the first command again.
    POSITION_IGNORED(I16),
    /// Positions are acknowledged at once, before the transaction that they belong to is ended.
    POSITION_BEFORE_THE_END(I10),
    /// The api refuses Commits by an epoch that it only believes to have begun.
    EPOCH_CACHED(I9),
    /// A transaction whose outcome is unknown is made once more.
    BLIND_RETRY(I1, I2, I6, I16),
    /// The broker takes the end of an earlier transaction for that of the present one.
    LATE_END(I1, I4, I10, I16),
    /// Now and then a verdict is lost.
    VERDICT_DROPPED(I10),
    /// Every retry gets an idempotency key and a digest of its own.
    RETRIES_NOT_RECOGNISED(I6),
    /// The projections leave claimed KeyPackages in stock.
    CLAIMS_FORGOTTEN(I14),
    /// The api hands out what the read model has in stock, and claims nothing.
    HANDED_OUT_UNCLAIMED(I14),
    /// Now and then a signer signs an event in another version than others read.
    BRANCH_SIGNED(I13),
    /// A log that lost its newest events with the power is taken for whole.
    CUT_IGNORED(I1),
    /// The projections show a payload after it was erased.
    ERASED_AND_SERVED(I18);

    @SuppressWarnings("ImmutableEnumChecker") // Set.of can't be changed.
    private final Set<Invariant> caughtBy;

    Flaw(Invariant... caughtBy) {
        this.caughtBy = Set.of(caughtBy);
    }

    /// The promises that it breaks: a checker has to name one of them.
    public Set<Invariant> caughtBy() {
        return caughtBy;
    }
}
