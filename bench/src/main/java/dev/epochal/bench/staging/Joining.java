package dev.epochal.bench.staging;

import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.mls.follow.Observer;
import dev.epochal.mls.follow.PublicGroup;
import dev.epochal.mls.follow.StagingWorkload;
import dev.epochal.mls.group.GroupInfo;
import dev.epochal.mls.tree.RatchetTree;
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

/// To parse a group's whole tree and check it with every leaf signature; the signatures on all processors.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx4g", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class Joining {
    @Param({"10", "100", "1000", "10000"})
    public int members;

    @Param({"fastest", "bouncyCastle"})
    public String verifier = "";

    private StagingWorkload workload = new StagingWorkload(10);
    private Observer observer = workload.observer(SignatureVerifier.fastest());
    private GroupInfo groupInfo = workload.groupInfo();
    private Octets tree = workload.state().ratchetTree().encoded();

    @Setup(Level.Trial)
    public void grow() {
        workload = new StagingWorkload(members);
        observer = workload.observer(
                verifier.equals("fastest") ? SignatureVerifier.fastest() : SignatureVerifier.bouncyCastle());
        groupInfo = workload.groupInfo();
        tree = workload.state().ratchetTree().encoded();
    }

    @Benchmark
    public PublicGroup join() {
        return observer.join(groupInfo, RatchetTree.parse(tree)).orThrow();
    }
}
