package dev.epochal.simulation.world;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.mls.crypto.SignatureVerifier;
import dev.epochal.processor.core.Limits;
import dev.epochal.processor.log.ProcessorSettings;
import dev.epochal.schema.log.Topic;
import dev.epochal.schema.record.GroupCommand;
import dev.epochal.schema.record.GroupEvent;
import dev.epochal.schema.record.Verdict;
import dev.epochal.simulation.broker.Broker;
import dev.epochal.simulation.broker.ConsumerGroup;
import dev.epochal.simulation.broker.Faults;
import dev.epochal.simulation.broker.Network;
import dev.epochal.simulation.history.Evidence;
import dev.epochal.simulation.history.Operation;
import dev.epochal.simulation.kafka.ClientTiming;
import dev.epochal.simulation.kafka.ProcessPorts;
import dev.epochal.simulation.rows.ReadRows;
import dev.epochal.simulation.time.Schedule;
import dev.epochal.simulation.traffic.Cast;
import dev.epochal.simulation.traffic.SigningClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A world of one seed: clients, processors and projections around a broker, first under faults, then whole again.
public final class World implements AutoCloseable {
    private static final SignatureVerifier SIGNATURES = SignatureVerifier.fastest();
    private static final long SECOND = 1_000_000_000L;
    private static final long CHAOS_NANOS = 120 * SECOND;
    private static final long HEALING_NANOS = 240 * SECOND;
    private static final int ROWS_MAX = 20;
    private static final int PEOPLE = 8;

    private final Cast cast;
    private final Parts parts;
    private final List<Room> rooms = new ArrayList<>();
    private int busyClients;

    public World(long seed, Cast cast) {
        this.cast = cast;
        this.parts = new Parts(new SplittableRandom(seed));
    }

    /// What everything in a world is made of.
    static final class Parts {
        private final Schedule schedule;
        private final Faults faults;
        private final Network network;
        private final Layout layout = new Layout(2);
        private final Broker broker;
        private final ReadRows rows;
        private final VerdictBoard verdicts;
        private final List<Operation> operations = new ArrayList<>();
        private final List<ProcessPorts> processes = new ArrayList<>();
        private ProcessPorts.Perils perils = ProcessPorts.Perils.NONE;
        private long databaseBackAt;

        Parts(SplittableRandom random) {
            this.schedule = new Schedule(random);
            this.faults = new Faults(schedule);
            this.network = new Network(schedule, faults);
            this.broker =
                    new Broker(schedule, faults, layout.forBroker(), new ConsumerGroup.Timing(2 * SECOND, 4 * SECOND));
            this.rows = new ReadRows(broker);
            this.verdicts = new VerdictBoard(broker.log(Layout.of(Topic.VERDICTS, 0)));
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

        VerdictBoard verdicts() {
            return verdicts;
        }

        SignatureVerifier signatures() {
            return SIGNATURES;
        }

        boolean isDatabaseAway() {
            return schedule.now() < databaseBackAt;
        }

        ClientTiming timing() {
            return new ClientTiming(5 * SECOND, 4 * SECOND, 6 * SECOND, SECOND / 4, 10 * SECOND, 12);
        }

        ProcessorSettings settings() {
            return ProcessorSettings.of(Map.of("bootstrap.servers", "simulated"), Limits.standard())
                    .withThreads(1, 1)
                    .with(new ProcessorSettings.Batch(8, 1 << 20, 8 << 20), 40_000);
        }

        void joined(ProcessPorts process) {
            process.set(perils);
            processes.add(process);
        }

        void set(ProcessPorts.Perils newPerils) {
            perils = newPerils;
            processes.forEach(process -> process.set(newPerils));
        }

        Operation invoke(GroupCommand command, long epoch) {
            var operation = new Operation(operations.size(), command, epoch, schedule.now());
            operations.add(operation);
            return operation;
        }
    }

    /// What came of it.
    ///
    /// @param steps how many steps it took
    /// @param trace equal for equal seeds
    public record Result(Evidence evidence, long steps, long trace, long virtualNanos) {}

    /// Lives through the whole story.
    public Result live() {
        var schedule = parts.schedule;
        for (int i = 0; i < 3; i++) {
            rooms.add(new Room("room-" + i, people(), schedule.random()));
        }
        for (int i = 0; i < 2; i++) {
            new ProcessorSlot(parts, "processor-" + i).start();
        }
        project();
        for (int i = 0; i < 5; i++) {
            var client = new SimulatedClient(parts, rooms);
            busyClients++;
            schedule.start(schedule.host("client-" + i), () -> {
                client.run(10);
                busyClients--;
            });
        }
        parts.faults.set(new Faults.Rates(0.01, 0.02, 0.01, 0.02, 0.05));
        parts.set(new ProcessPorts.Perils(0.001, 0.001, 0.01));
        disturb();
        schedule.run(() -> busyClients == 0, CHAOS_NANOS);
        heal();
        schedule.run(this::isQuiet, HEALING_NANOS);
        return new Result(evidence(), schedule.steps(), schedule.trace(), schedule.now());
    }

    private List<SigningClient> people() {
        List<SigningClient> people = new ArrayList<>();
        int first = parts.schedule.random().nextInt(cast.clients().size());
        for (int i = 0; i < PEOPLE; i++) {
            people.add(cast.clients().get((first + i) % cast.clients().size()));
        }
        return people;
    }

    private void heal() {
        parts.faults.set(Faults.Rates.CALM);
        parts.set(ProcessPorts.Perils.NONE);
        parts.databaseBackAt = 0;
    }

    /// Rebalances and outages, for as long as clients are at work.
    private void disturb() {
        var schedule = parts.schedule;
        schedule.in(schedule.random().nextLong(4 * SECOND), () -> {
            if (busyClients > 0) {
                if (schedule.random().nextBoolean()) {
                    parts.broker.processors().disturb();
                } else {
                    parts.databaseBackAt = schedule.now() + schedule.random().nextLong(3 * SECOND);
                }
                disturb();
            }
        });
    }

    private void project() {
        var schedule = parts.schedule;
        if (!parts.isDatabaseAway()) {
            parts.layout.all(Topic.GROUP_EVENTS).forEach(partition -> parts.rows.advance(partition, ROWS_MAX));
            parts.layout.all(Topic.DIRECTORY_EVENTS).forEach(partition -> parts.rows.advance(partition, ROWS_MAX));
        }
        schedule.in(schedule.random().nextLong(SECOND / 50), this::project);
    }

    /// Whether every command has its verdict and nothing is on its way.
    private boolean isQuiet() {
        long commands = parts.layout.all(Topic.GROUP_COMMANDS).stream()
                .mapToLong(partition -> parts.broker.log(partition).end())
                .sum();
        var verdicts = parts.broker.log(Layout.of(Topic.VERDICTS, 0));
        return busyClients == 0
                && verdicts.lastStable() == verdicts.end()
                && verdicts.inEffect() >= commands
                && parts.layout.all(Topic.GROUP_EVENTS).stream()
                        .allMatch(partition -> parts.rows.nextOffset(Topic.GROUP_EVENTS, partition.partition())
                                == parts.broker.log(partition).end());
    }

    private Evidence evidence() {
        List<Evidence.Placed<GroupCommand>> commands = new ArrayList<>();
        List<Evidence.Placed<GroupEvent>> events = new ArrayList<>();
        List<Verdict> verdicts = new ArrayList<>();
        try {
            for (var partition : parts.layout.all(Topic.GROUP_COMMANDS)) {
                for (var read : parts.broker.log(partition).read(0, Integer.MAX_VALUE)) {
                    commands.add(new Evidence.Placed<>(
                            partition.partition(),
                            read.offset(),
                            read.timestampMs(),
                            GroupCommand.parseFrom(read.content().value())));
                }
            }
            for (var partition : parts.layout.all(Topic.GROUP_EVENTS)) {
                for (var read : parts.broker.log(partition).read(0, Integer.MAX_VALUE)) {
                    events.add(new Evidence.Placed<>(
                            partition.partition(),
                            read.offset(),
                            read.timestampMs(),
                            GroupEvent.parseFrom(read.content().value())));
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("The log holds something else than records", e);
        }
        parts.broker.log(Layout.of(Topic.VERDICTS, 0)).read(0, Integer.MAX_VALUE).stream()
                .map(VerdictBoard::verdict)
                .forEach(verdicts::add);
        return new Evidence(parts.operations, commands, events, verdicts);
    }

    @Override
    public void close() {
        parts.schedule.close();
    }
}
