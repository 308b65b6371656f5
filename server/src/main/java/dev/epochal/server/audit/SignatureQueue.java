package dev.epochal.server.audit;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.SignaturePublicKey;
import dev.epochal.mls.crypto.SignatureScheme;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.server.audit.DifferenceException.Place;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// Says yes to each signature and lets other threads verify it, while the history is followed on. The first signature
/// that isn't valid ends the audit at its event, whatever was found behind it.
///
/// Used by one thread.
final class SignatureQueue implements SignatureVerifier {
    private static final int WAITING_MAX = 4_096;

    private final SignatureVerifier verifier;
    private final ExecutorService threads;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private Place place = new Place(0, -1);

    SignatureQueue(SignatureVerifier verifier, ExecutorService threads) {
        this.verifier = verifier;
        this.threads = threads;
    }

    private record Pending(Place place, Future<Boolean> valid) {}

    /// From now on signatures belong to this event.
    void at(Place next) {
        place = next;
    }

    @Override
    public boolean verify(SignatureScheme scheme, SignaturePublicKey key, Octets message, Octets signature) {
        while (pending.size() >= WAITING_MAX) {
            settleOldest();
        }
        pending.add(new Pending(place, threads.submit(() -> verifier.verify(scheme, key, message, signature))));
        return true;
    }

    /// Waits until all are verified.
    ///
    /// @throws DifferenceException if one isn't valid
    void settle() {
        while (!pending.isEmpty()) {
            settleOldest();
        }
    }

    private void settleOldest() {
        var oldest = pending.remove();
        try {
            oldest.place().require(oldest.valid().get(), Flaw.SIGNATURE, "a signature of MLS isn't valid");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A signature could not be verified; this is a bug", e.getCause());
        }
    }
}
