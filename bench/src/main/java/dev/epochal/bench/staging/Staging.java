package dev.epochal.bench.staging;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.mls.follow.Observer;
import dev.epochal.mls.follow.StagedCommit;
import dev.epochal.mls.follow.StagingWorkload;
import dev.epochal.mls.framing.MlsMessage;
import java.util.List;
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

/// To parse, verify and stage one Commit from its octets; one thread. A path Commit has two signatures.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx4g", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class Staging {
    @Param({"10", "100", "1000", "10000"})
    public int members;

    @Param({"fastest", "bouncyCastle"})
    public String verifier = "";

    private StagingWorkload workload = new StagingWorkload(10);
    private Observer observer = workload.observer(SignatureVerifier.fastest());
    private List<Octets> paths = List.of();
    private List<Octets> removes = List.of();
    private List<Octets> adds = List.of();
    private int next;

    @Setup(Level.Trial)
    public void grow() {
        workload = new StagingWorkload(members);
        observer = workload.observer(
                verifier.equals("fastest") ? SignatureVerifier.fastest() : SignatureVerifier.bouncyCastle());
        paths = workload.paths();
        removes = workload.removes();
        adds = workload.adds();
    }

    @Benchmark
    public StagedCommit path() {
        return stage(paths);
    }

    @Benchmark
    public StagedCommit remove() {
        return stage(removes);
    }

    @Benchmark
    public StagedCommit add() {
        return stage(adds);
    }

    private StagedCommit stage(List<Octets> messages) {
        next = (next + 1) % messages.size();
        if (MlsMessage.parse(messages.get(next)) instanceof MlsMessage.OfPublicMessage parsed) {
            return observer.stage(workload.state(), parsed.message(), List.of()).orThrow();
        }
        throw new IllegalStateException("The workload has public messages only");
    }
}
