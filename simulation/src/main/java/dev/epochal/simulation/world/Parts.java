package dev.epochal.simulation.world;

import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.processor.core.Limits;
import dev.epochal.processor.log.ProcessorSettings;
import dev.epochal.schema.log.Topic;
import dev.epochal.simulation.broken.Flaw;
import dev.epochal.simulation.broken.Flaws;
import dev.epochal.simulation.broker.Broker;
import dev.epochal.simulation.broker.ConsumerGroup;
import dev.epochal.simulation.broker.Faults;
import dev.epochal.simulation.broker.Network;
import dev.epochal.simulation.kafka.ClientTiming;
import dev.epochal.simulation.kafka.ProcessPorts;
import dev.epochal.simulation.rows.ReadRows;
import dev.epochal.simulation.time.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// What everything in a world is made of, and shares.
final class Parts {
    static final long SECOND = 1_000_000_000L;
    static final long MILLI = 1_000_000L;

    private static final SignatureVerifier SIGNATURES = SignatureVerifier.fastest();

    private final Flaws flaws;
    private final Plan plan;
    private final Schedule schedule;
    private final Faults faults;
    private final Network network;
    private final Layout layout;
    private final Broker broker;
    private final ReadRows rows;
    private final Signers signers;
    private final VerdictBoard verdicts;
    private final Recorder record = new Recorder();
    private final List<ProcessPorts> processes = new ArrayList<>();
    private ProcessPorts.Perils perils = ProcessPorts.Perils.NONE;
    private long databaseBackAt;
    private boolean healed;

    Parts(SplittableRandom random, Flaws flaws) {
        this.flaws = flaws;
        this.plan = Plan.of(random);
        this.schedule = new Schedule(random);
        this.faults = new Faults(schedule);
        this.network = new Network(schedule, faults);
        this.layout = new Layout(plan.partitions());
        this.broker =
                new Broker(schedule, faults, layout.forBroker(), new ConsumerGroup.Timing(2 * SECOND, 4 * SECOND));
        this.rows = new ReadRows(broker, schedule, flaws);
        this.signers = new Signers(this);
        boolean early = flaws.include(Flaw.VERDICT_OF_AN_ABORTED_TRANSACTION);
        this.verdicts = new VerdictBoard(broker.log(Layout.of(Topic.VERDICTS, 0)), early);
        if (flaws.include(Flaw.LATE_END)) {
            broker.confuseEnds();
        }
    }

    Flaws flaws() {
        return flaws;
    }

    Plan plan() {
        return plan;
    }

    Schedule schedule() {
        return schedule;
    }

    Network network() {
        return network;
    }

    Layout layout() {
        return layout;
    }

    Broker broker() {
        return broker;
    }

    ReadRows rows() {
        return rows;
    }

    Signers signers() {
        return signers;
    }

    VerdictBoard verdicts() {
        return verdicts;
    }

    Recorder record() {
        return record;
    }

    SignatureVerifier signatures() {
        return SIGNATURES;
    }

    boolean isDatabaseAway() {
        return schedule.now() < databaseBackAt;
    }

    /// Whether nothing goes wrong any more.
    boolean isHealed() {
        return healed;
    }

    void setDatabaseAway(long nanos) {
        databaseBackAt = schedule.now() + nanos;
    }

    ClientTiming timing() {
        return new ClientTiming(5 * SECOND, 4 * SECOND, 6 * SECOND, SECOND / 4, 10 * SECOND, 12);
    }

    ProcessorSettings settings() {
        return ProcessorSettings.of(Map.of("bootstrap.servers", "simulated"), Limits.standard())
                .withThreads(1, 1)
                .with(new ProcessorSettings.Batch(plan.commandsMax(), 1 << 20, 8 << 20), plan.stateBytesMax());
    }

    /// Every processor that lives.
    List<ProcessPorts> processes() {
        processes.removeIf(ProcessPorts::isDead);
        return processes;
    }

    void joined(ProcessPorts process) {
        process.set(perils);
        processes.add(process);
    }

    /// Lets the faults of the plan begin.
    void afflict() {
        faults.set(plan.rates());
        perils = plan.perils();
        processes.forEach(process -> process.set(perils));
        broker.processors().setSharedByMistake(plan.shared());
    }

    /// From now on nothing goes wrong any more.
    void heal() {
        faults.set(Faults.Rates.CALM);
        perils = ProcessPorts.Perils.NONE;
        processes.forEach(process -> process.set(perils));
        broker.processors().setSharedByMistake(0);
        broker.processors().disturb();
        databaseBackAt = 0;
        processes.forEach(process -> process.link().mend());
        healed = true;
    }
}
