package dev.epochal.testkit;

import dev.epochal.client.Octets;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.mls.codec.MLSInputStream;
import org.bouncycastle.mls.codec.MLSMessage;
import org.bouncycastle.mls.codec.MLSOutputStream;
import org.bouncycastle.mls.codec.WireFormat;
import org.bouncycastle.mls.crypto.MlsCipherSuite;

/// The way into the bcmls engine: one step at a time, and its checked exceptions as one unchecked one.
///
/// The engine's cipher suites are constants that share their digests, so two threads must never be inside at once,
/// whichever groups they work on. That is why the lock is one for the whole program.
final class Bcmls {
    static final MlsCipherSuite SUITE = MlsCipherSuite.BCMLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519;

    private static final ReentrantLock ENGINE = new ReentrantLock();

    private Bcmls() {}

    /// A step that needs the engine.
    @FunctionalInterface
    interface Step<T> {
        // The engine declares plain Exception.
        T run() throws Exception;
    }

    /// Runs a step alone.
    ///
    /// @throws MlsEngineException if the engine refuses
    static <T> T run(String what, Step<T> step) {
        ENGINE.lock();
        try {
            return step.run();
        } catch (MlsEngineException | IllegalStateException e) {
            throw e;
        } catch (Exception e) {
            throw new MlsEngineException("The engine could not " + what + ": " + e.getMessage(), e);
        } finally {
            ENGINE.unlock();
        }
    }

    static MLSMessage decode(Octets message) throws IOException {
        return (MLSMessage) MLSInputStream.decode(message.toArray(), MLSMessage.class);
    }

    static MLSMessage decode(Octets message, WireFormat expected) throws IOException {
        var decoded = decode(message);
        if (decoded.wireFormat != expected) {
            throw new IOException("not " + expected + " but " + decoded.wireFormat);
        }
        return decoded;
    }

    static Octets encode(Object struct) throws IOException {
        return Octets.of(MLSOutputStream.encode(struct));
    }
}
