package dev.epochal.simulation.broker;

import dev.epochal.simulation.time.Schedule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.ConcurrentTransactionsException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;

/// The transaction coordinator, by the rules of transaction version 2 (KIP-890): each transaction has a producer epoch
/// of its own, and a partition joins a transaction by being written to.
///
/// | state | left by | to |
/// |---|---|---|
/// | empty, or ended | a record or positions | ongoing |
/// | ongoing | the producer's word | ending |
/// | ongoing | another producer with the id, or time | ending without effect |
/// | ending | all markers written | ended |
public final class Transactions {
    private final Schedule schedule;
    private final Faults faults;
    private final Map<String, State> states = new HashMap<>();
    private long producerIds;
    private boolean endsConfused;

    Transactions(Schedule schedule, Faults faults) {
        this.schedule = schedule;
        this.faults = faults;
    }

    /// A producer as the coordinator knows it.
    public record Identity(long producerId, int producerEpoch) {}

    void confuseEnds() {
        endsConfused = true;
    }

    /// What takes part in a transaction, and learns how it ended.
    interface Participant {
        void end(long producerId, int producerEpoch, boolean inEffect);
    }

    private enum Stage {
        EMPTY,
        ONGOING,
        ENDING,
        ENDED
    }

    private static final class State {
        private final long producerId;
        private final long timeoutNanos;
        private int producerEpoch;
        private Stage stage = Stage.EMPTY;
        private boolean inEffect;
        private final Map<Object, Participant> participants = new LinkedHashMap<>();

        State(long producerId, long timeoutNanos) {
            this.producerId = producerId;
            this.timeoutNanos = timeoutNanos;
        }
    }

    /// Fences whoever used the id before.
    Identity begin(String transactionalId, long timeoutNanos) {
        var state = states.computeIfAbsent(transactionalId, _ -> new State(++producerIds, timeoutNanos));
        switch (state.stage) {
            case ENDING -> throw new ConcurrentTransactionsException("The last transaction isn't ended yet");
            case ONGOING -> {
                schedule.count("transaction fenced");
                end(state, false);
                throw new ConcurrentTransactionsException("The last transaction is aborted now");
            }
            case EMPTY, ENDED -> {
                state.producerEpoch++;
                state.stage = Stage.EMPTY;
                state.participants.clear();
            }
        }
        return new Identity(state.producerId, state.producerEpoch);
    }

    /// Lets something take part in the producer's transaction.
    void join(String transactionalId, Identity identity, Object name, Participant participant) {
        var state = require(transactionalId, identity);
        if (state.stage == Stage.ENDING) {
            throw new ConcurrentTransactionsException("The last transaction isn't ended yet");
        }
        if (state.stage != Stage.ONGOING) {
            state.stage = Stage.ONGOING;
            state.participants.clear();
            schedule.in(state.timeoutNanos, () -> expire(state, identity.producerEpoch()));
        }
        state.participants.putIfAbsent(name, participant);
    }

    private void expire(State state, int producerEpoch) {
        if (state.stage == Stage.ONGOING && state.producerEpoch == producerEpoch) {
            schedule.count("transaction timed out");
            end(state, false);
        }
    }

    /// Ends a transaction. Asked again about the same one, it gives the same answer.
    ///
    /// @return the producer's identity for its next transaction
    Identity end(String transactionalId, Identity identity, boolean inEffect) {
        var state = states.get(transactionalId);
        if (state == null || state.producerId != identity.producerId()) {
            throw new InvalidPidMappingException("Another producer has the id");
        }
        if (endsConfused && state.stage == Stage.ONGOING) {
            end(state, inEffect);
            return new Identity(state.producerId, state.producerEpoch);
        }
        boolean again = identity.producerEpoch() == state.producerEpoch - 1
                && (state.stage == Stage.ENDING || state.stage == Stage.ENDED);
        if (again) {
            schedule.count("transaction ended again");
        }
        if (again && state.inEffect != inEffect) {
            throw new InvalidTxnStateException("The transaction was ended the other way");
        }
        if (!again) {
            require(transactionalId, identity);
            if (state.stage != Stage.ONGOING) {
                throw new InvalidTxnStateException("There is no transaction to end");
            }
            end(state, inEffect);
        }
        return new Identity(state.producerId, state.producerEpoch);
    }

    /// Whether the producer's transaction is being ended so that it takes effect.
    boolean isTakingEffect(long producerId) {
        return states.values().stream()
                .anyMatch(state -> state.producerId == producerId && state.stage == Stage.ENDING && state.inEffect);
    }

    private State require(String transactionalId, Identity identity) {
        var state = states.get(transactionalId);
        if (state == null || state.producerId != identity.producerId()) {
            throw new InvalidPidMappingException("Another producer has the id");
        }
        if (identity.producerEpoch() != state.producerEpoch) {
            schedule.count("zombie refused");
            throw schedule.random().nextBoolean()
                    ? new InvalidProducerEpochException("A newer producer has the id")
                    : new ProducerFencedException("A newer producer has the id");
        }
        return state;
    }

    private void end(State state, boolean inEffect) {
        schedule.count(inEffect ? "transaction in effect" : "transaction aborted");
        state.stage = Stage.ENDING;
        state.inEffect = inEffect;
        state.producerEpoch++;
        List<Participant> missing = new ArrayList<>(state.participants.values());
        int producerEpoch = state.producerEpoch;
        for (var participant : List.copyOf(missing)) {
            schedule.in(faults.markerNanos(), () -> {
                participant.end(state.producerId, producerEpoch, inEffect);
                missing.remove(participant);
                if (missing.isEmpty()) {
                    state.stage = Stage.ENDED;
                }
            });
        }
    }
}
