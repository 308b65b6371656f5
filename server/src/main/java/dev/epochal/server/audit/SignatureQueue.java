package dev.epochal.server.audit;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.SignaturePublicKey;
import dev.epochal.mls.crypto.SignatureScheme;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.server.audit.DifferenceException.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// Says yes to each signature and lets other threads verify it, while the history is followed on. The first signature
/// that isn't valid ends the audit at its event, whatever was found behind it.
///
/// Used by one thread.
final class SignatureQueue implements SignatureVerifier {
    /// Handed over together: to wake another thread for each would take longer than some other checks do.
    private static final int BATCH = 32;

    private static final int BATCHES_WAITING_MAX = 128;

    private final SignatureVerifier verifier;
    private final ExecutorService threads;
    private final Deque<Future<Optional<Place>>> pending = new ArrayDeque<>();
    private List<Signed> batch = new ArrayList<>(BATCH);
    private Place place = new Place(0, -1);

    SignatureQueue(SignatureVerifier verifier, ExecutorService threads) {
        this.verifier = verifier;
        this.threads = threads;
    }

    private record Signed(
            Place place, SignatureScheme scheme, SignaturePublicKey key, Octets message, Octets signature) {}

    /// From now on signatures belong to this event.
    void at(Place next) {
        place = next;
    }

    @Override
    public boolean verify(SignatureScheme scheme, SignaturePublicKey key, Octets message, Octets signature) {
        batch.add(new Signed(place, scheme, key, message, signature));
        if (batch.size() == BATCH) {
            handOver();
        }
        return true;
    }

    private void handOver() {
        while (pending.size() >= BATCHES_WAITING_MAX) {
            settleOldest();
        }
        var signatures = batch;
        batch = new ArrayList<>(BATCH);
        pending.add(threads.submit(() -> firstInvalid(signatures)));
    }

    private Optional<Place> firstInvalid(List<Signed> signatures) {
        for (var signed : signatures) {
            if (!verifier.verify(signed.scheme(), signed.key(), signed.message(), signed.signature())) {
                return Optional.of(signed.place());
            }
        }
        return Optional.empty();
    }

    /// Waits until all are verified.
    ///
    /// @throws DifferenceException if one isn't valid
    void settle() {
        handOver();
        while (!pending.isEmpty()) {
            settleOldest();
        }
    }

    private void settleOldest() {
        var oldest = pending.remove();
        try {
            oldest.get().ifPresent(wrong -> {
                throw wrong.differs(Flaw.SIGNATURE, "a signature of MLS isn't valid");
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A signature could not be verified; this is a bug", e.getCause());
        }
    }
}
