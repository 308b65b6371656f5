package dev.epochal.bench.floor;

import dev.epochal.bench.load.Latency;
import dev.epochal.bench.report.Figure;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.SignaturePublicKey;
import dev.epochal.mls.crypto.SignatureScheme;
import dev.epochal.mls.crypto.SignatureVerifier;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// How many Ed25519 signatures all processors verify together, with the verifier that an audit uses and on as many
/// threads.
public final class VerifyFloor {
    private static final int MESSAGE_OCTETS = 300;
    private static final int KEY_OCTETS = 32;
    private static final double NANOS = 1e9;

    private final SignatureVerifier verifier = SignatureVerifier.fastest();
    private final int threads = Runtime.getRuntime().availableProcessors();

    /// A signature that is valid.
    private record Signed(SignaturePublicKey key, Octets message, Octets signature) {
        static Signed make() {
            try {
                var keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                var message = new byte[MESSAGE_OCTETS];
                var signer = Signature.getInstance("Ed25519");
                signer.initSign(keys.getPrivate());
                signer.update(message);
                // The key stands at the end of its SubjectPublicKeyInfo.
                var encoded = keys.getPublic().getEncoded();
                var key = Arrays.copyOfRange(encoded, encoded.length - KEY_OCTETS, encoded.length);
                return new Signed(
                        new SignaturePublicKey(Octets.owning(key)),
                        Octets.owning(message),
                        Octets.owning(signer.sign()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Each Java platform signs with Ed25519", e);
            }
        }
    }

    /// Verifies for so long, after a warm-up that takes as long.
    public Figure measure(Duration measured) throws InterruptedException {
        verifyFor(measured);
        return new Figure(
                "Ed25519 verifications",
                threads + " threads",
                verifyFor(measured),
                Latency.NONE,
                Map.of(),
                "the floor of an audit: " + verifier + " alone");
    }

    /// How many are verified per second.
    private double verifyFor(Duration time) throws InterruptedException {
        try (var pool = Executors.newFixedThreadPool(threads)) {
            long begin = System.nanoTime();
            long end = begin + time.toNanos();
            List<Future<Long>> counts = IntStream.range(0, threads)
                    .mapToObj(_ -> pool.submit(() -> verifyUntil(end)))
                    .toList();
            long sum = 0;
            for (var count : counts) {
                sum += count.get();
            }
            return sum * NANOS / (System.nanoTime() - begin);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A signature could not be verified", e.getCause());
        }
    }

    private long verifyUntil(long end) {
        var signed = Signed.make();
        long count = 0;
        while (System.nanoTime() - end < 0) {
            if (!verifier.verify(SignatureScheme.ED25519, signed.key(), signed.message(), signed.signature())) {
                throw new IllegalStateException("A valid signature is refused");
            }
            count++;
        }
        return count;
    }
}
