package dev.epochal.bench.staging;

import dev.epochal.mls.crypto.SignContent;
import dev.epochal.mls.crypto.SignatureLabel;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.mls.follow.StagingWorkload;
import dev.epochal.mls.tree.LeafNode;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The floor of [Staging] and [Joining]: to verify the signature of one leaf; one thread.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx4g", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class Verifying {
    @Param({"fastest", "bouncyCastle"})
    public String verifier = "";

    private final StagingWorkload workload = new StagingWorkload(10);
    private final LeafNode leaf = workload.state().leaf(0).orElseThrow();
    private final SignContent content = new SignContent(
            SignatureLabel.LEAF_NODE, leaf.toBeSigned(workload.state().context().groupId(), 0));
    private SignatureVerifier signatures = SignatureVerifier.fastest();

    @Setup(Level.Trial)
    public void choose() {
        signatures = verifier.equals("fastest") ? SignatureVerifier.fastest() : SignatureVerifier.bouncyCastle();
    }

    @Benchmark
    public boolean leaf() {
        return signatures.verify(workload.state().suite(), leaf.signatureKey(), content, leaf.signature());
    }
}
