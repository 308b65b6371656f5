package dev.epochal.simulation.world;

import dev.epochal.schema.log.Topic;
import dev.epochal.simulation.broken.Flaw;
import dev.epochal.simulation.broken.Flaws;
import dev.epochal.simulation.history.Evidence;
import dev.epochal.simulation.traffic.Cast;
import dev.epochal.simulation.traffic.SigningClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A world of one seed: clients, processors and projections around a broker, first under faults, then whole again.
public final class World implements AutoCloseable {
    private static final long CHAOS_NANOS = 120 * Parts.SECOND;
    private static final long HEALING_NANOS = 300 * Parts.SECOND;
    private static final long POWER_NANOS = 10 * Parts.SECOND;
    private static final int PEOPLE = 8;
    private static final int DIRECTORY_OWNERS = 3;

    private final Cast cast;
    private final Parts parts;
    private final List<ProcessorSlot> slots = new ArrayList<>();
    private int busyClients;
    private boolean resolved;
    private boolean losesPower;

    public World(long seed, Cast cast) {
        this(seed, cast, Flaws.NONE);
    }

    /// A world whose server is broken.
    public World(long seed, Cast cast, Flaws flaws) {
        this.cast = cast;
        this.parts = new Parts(new SplittableRandom(seed), flaws);
        this.losesPower = flaws.include(Flaw.CUT_IGNORED);
    }

    /// Lets brokers and processors lose power once: the newest events of some partition had not reached a disk, though
    /// the read model knows of them.
    public World losingPower() {
        losesPower = true;
        return this;
    }

    /// What came of it.
    ///
    /// @param steps how many steps it took
    /// @param trace equal for equal seeds
    public record Result(Evidence evidence, long steps, long trace, long virtualNanos, Map<String, Long> counts) {}

    /// Lives through the whole story.
    public Result live() {
        var schedule = parts.schedule();
        var plan = parts.plan();
        List<Room> rooms = new ArrayList<>();
        for (int i = 0; i < plan.rooms(); i++) {
            rooms.add(new Room("room-" + i, people(), schedule.random()));
        }
        for (int i = 0; i < plan.processors(); i++) {
            var slot = new ProcessorSlot(parts, "processor-" + i);
            slots.add(slot);
            slot.start();
        }
        project();
        List<SimulatedClient> clients = new ArrayList<>();
        for (int i = 0; i < plan.clients(); i++) {
            clients.add(new SimulatedClient(parts, rooms));
        }
        clients.forEach(client -> begin(() -> client.run(plan.requests())));
        var users = directoryUsers();
        users.forEach(user -> begin(() -> user.run(plan.requests())));
        parts.afflict();
        if (losesPower) {
            schedule.in(schedule.random().nextLong(POWER_NANOS), this::losePower);
        }
        new Chaos(parts, slots, () -> busyClients > 0 && !parts.isHealed()).begin();
        schedule.run(() -> busyClients == 0, CHAOS_NANOS);
        parts.heal();
        schedule.run(() -> busyClients == 0, CHAOS_NANOS + HEALING_NANOS / 2);
        clients.forEach(client -> begin(client::resolve));
        users.forEach(user -> begin(user::resolve));
        resolved = true;
        // A log that was cut never becomes quiet.
        schedule.run(this::isQuiet, CHAOS_NANOS + (losesPower ? HEALING_NANOS / 2 + POWER_NANOS : HEALING_NANOS));
        return new Result(
                new Harvest(parts).evidence(), schedule.steps(), schedule.trace(), schedule.now(), schedule.counts());
    }

    private void losePower() {
        if (parts.isHealed()) {
            return;
        }
        var partitions = parts.layout().all(Topic.GROUP_EVENTS);
        var partition = partitions.get(parts.schedule().random().nextInt(partitions.size()));
        parts.network().losePower();
        List.copyOf(parts.processes()).forEach(process -> parts.schedule().kill(process.host()));
        var log = parts.broker().log(partition);
        long projected = parts.rows().position(partition);
        if (log.cut(projected)) {
            parts.schedule().count("power lost");
            if (parts.schedule().random().nextBoolean()) {
                log.grow(projected, 0);
                parts.schedule().count("loss made good by markers");
            }
        } else {
            parts.schedule().in(Parts.SECOND, this::losePower);
        }
    }

    /// Two who want the KeyPackages of the same three clients, two of which belong to one user.
    private List<DirectoryUser> directoryUsers() {
        var owners = cast.clients().subList(0, DIRECTORY_OWNERS);
        return List.of(new DirectoryUser(parts, owners, "ann"), new DirectoryUser(parts, owners, "ben"));
    }

    private void begin(Runnable work) {
        busyClients++;
        parts.schedule().start(parts.schedule().host("client"), () -> {
            work.run();
            busyClients--;
        });
    }

    private List<SigningClient> people() {
        List<SigningClient> people = new ArrayList<>();
        int first = parts.schedule().random().nextInt(cast.clients().size());
        for (int i = 0; i < PEOPLE; i++) {
            people.add(cast.clients().get((first + i) % cast.clients().size()));
        }
        return people;
    }

    private void project() {
        var schedule = parts.schedule();
        if (!parts.isDatabaseAway()) {
            parts.layout()
                    .all(Topic.GROUP_EVENTS)
                    .forEach(partition ->
                            parts.rows().advance(partition, parts.plan().rowsMax()));
            parts.layout()
                    .all(Topic.DIRECTORY_EVENTS)
                    .forEach(partition ->
                            parts.rows().advance(partition, parts.plan().rowsMax()));
        }
        schedule.in(schedule.random().nextLong(parts.plan().lag() * Parts.MILLI), this::project);
    }

    /// Whether every command has its verdict and nothing is on its way.
    private boolean isQuiet() {
        if (busyClients > 0 || !resolved) {
            return false;
        }
        long commands = ends(Topic.GROUP_COMMANDS) + ends(Topic.DIRECTORY_COMMANDS);
        var verdicts = parts.broker().log(Layout.of(Topic.VERDICTS, 0));
        return verdicts.lastStable() == verdicts.end()
                && parts.verdicts().decided() + parts.record().strangers() == commands
                && isProjected(Topic.GROUP_EVENTS)
                && isProjected(Topic.DIRECTORY_EVENTS);
    }

    private long ends(Topic topic) {
        return parts.layout().all(topic).stream()
                .mapToLong(partition -> parts.broker().log(partition).end())
                .sum();
    }

    private boolean isProjected(Topic topic) {
        return parts.layout().all(topic).stream()
                .allMatch(partition -> parts.rows().nextOffset(topic, partition.partition())
                        == parts.broker().log(partition).end());
    }

    @Override
    public void close() {
        parts.schedule().close();
    }
}
