package dev.epochal.projections.wake;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.projections.cache.RedisMemory;
import dev.epochal.projections.redis.RealRedis;
import dev.epochal.projections.redis.RedisAddress;
import dev.epochal.schema.record.Identity;
import dev.epochal.testkit.redis.RedisProcess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two processes, as far as wake-ups know, on a real Redis that is killed, held, and lied on. Who waits for longer than
/// a test may take was woken.
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(300)
class WakeUpsIT {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final String LOG = "a log";
    private static final ByteString GROUP = ByteString.copyFromUtf8("group");
    private static final Identity ALICE =
            Identity.newBuilder().setUser("alice").setClient("phone").build();
    private static final News OF_BOTH = News.of(List.of(GROUP), List.of(ALICE)).reaching(2, 10);

    @TempDir
    Path folder;

    private final List<WakeUps> open = new ArrayList<>();
    private final Map<ChangeHub, SimpleMeterRegistry> registries = new HashMap<>();
    private RedisProcess redis;
    private RedisAddress address;

    @BeforeEach
    void start() {
        redis = RealRedis.start(folder);
        address = RealRedis.address(redis);
    }

    @AfterEach
    void stop() {
        open.forEach(WakeUps::close);
        redis.close();
    }

    @Test
    void who_waits_elsewhere_is_woken_by_what_is_projected_here() throws Exception {
        var here = telling(LOG);
        var elsewhere = new ChangeHub(NEVER);
        var counted = hearing(LOG, elsewhere);
        awaitHearers(LOG, 1);
        var changed = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> ofGroup = threads.submit(() -> elsewhere.awaitGroup(GROUP, NEVER, changed::get));
            Future<Boolean> ofClient = threads.submit(() -> elsewhere.awaitClient(ALICE, NEVER, changed::get));
            await(() -> elsewhere.waiting() == 2);
            changed.set(true);
            publish(here, OF_BOTH);
            assertThat(ofGroup.get()).isTrue();
            assertThat(ofClient.get()).isTrue();
        }
        assertThat(count(counted, "heard")).isPositive();
    }

    @Test
    void a_process_hears_neither_itself_nor_those_of_another_log() {
        var both = new ChangeHub(NEVER);
        hearing(LOG, both);
        open.getLast().tellOf(both);
        var heard = new ConcurrentLinkedQueue<News>();
        both.onHeard(heard::add);
        awaitHearers(LOG, 1);
        publish(both, new News(Map.of(), Set.of(1L)));
        publish(telling("another log"), new News(Map.of(), Set.of(2L)));
        var ofOther = new News(Map.of(), Set.of(3L));
        publish(telling(LOG), ofOther);
        await(() -> !heard.isEmpty());
        assertThat(heard).containsOnly(ofOther);
    }

    @Test
    void what_is_no_wake_up_is_counted_and_wakes_nobody() throws Exception {
        var here = telling(LOG);
        var elsewhere = new ChangeHub(NEVER);
        var counted = hearing(LOG, elsewhere);
        awaitHearers(LOG, 1);
        double before = count(counted, "malformed");
        redis.administer("PUBLISH", Channel.name(LOG), "wake up, all of you");
        await(() -> count(counted, "malformed") > before);
        assertThat(count(counted, "heard")).isZero();
        assertWoken(here, elsewhere);
    }

    @Test
    void while_redis_is_gone_a_change_is_seen_by_polling_and_afterwards_wake_ups_come_by_themselves() throws Exception {
        var here = telling(LOG);
        var polling = new ChangeHub(PAUSE);
        var waiting = new ChangeHub(NEVER);
        hearing(LOG, polling);
        hearing(LOG, waiting);
        awaitHearers(LOG, 2);
        assertWoken(here, waiting);

        redis.kill();
        here.projected(OF_BOTH);
        var changed = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var seeing = threads.submit(() -> polling.awaitGroup(GROUP, NEVER, changed::get));
            changed.set(true);
            assertThat(seeing.get()).isTrue();
        }
        await(() -> count(registry(here), "dropped") > 0);
        await(() -> open.stream().noneMatch(WakeUps::areWell));

        redis.startAgain();
        awaitHearers(LOG, 2);
        assertWoken(here, waiting);
        await(() -> open.stream().allMatch(WakeUps::areWell));
    }

    @Test
    void a_redis_that_is_held_holds_up_no_projection() throws Exception {
        redis.pause();
        var here = telling(LOG);
        var elsewhere = new ChangeHub(NEVER);
        hearing(LOG, elsewhere);
        for (long i = 0; i < 3 * WakeUp.SUBJECTS_MAX; i++) {
            here.projected(new News(Map.of(1, i), Set.of(i)));
        }
        await(() -> count(registry(here), "dropped") > 0);
        assertThat(count(registry(here), "published")).isZero();
        redis.goOn();
        awaitHearers(LOG, 1);
        assertWoken(here, elsewhere);
    }

    @Test
    void a_user_of_redis_with_no_other_rights_than_the_documented_ones_is_enough() throws Exception {
        redis.administer(
                ("ACL SETUSER epochal on >secret ~epochal:* resetchannels &epochal:* +ping +hello +client +info +mget +get"
                                + " +set +publish +subscribe")
                        .split(" "));
        address = new RedisAddress(URI.create(redis.uri().toString().replace("//", "//epochal@")), "secret");
        var elsewhere = new ChangeHub(NEVER);
        hearing(LOG, elsewhere);
        assertWoken(telling(LOG), elsewhere);
        try (var memory = RedisMemory.at(address)) {
            RealRedis.awaitWell(memory);
            memory.keep(memory.find(List.of("key")), Map.of("key", GROUP), NEVER);
            assertThat(memory.find(List.of("key")).values()).containsEntry("key", GROUP);
            memory.withdraw("key", NEVER);
            assertThat(memory.find(List.of("key")).values()).isEmpty();
        }
    }

    private ChangeHub telling(String log) {
        var hub = new ChangeHub(NEVER);
        wakeUps(log, hub).tellOf(hub);
        return hub;
    }

    private SimpleMeterRegistry hearing(String log, ChangeHub hub) {
        wakeUps(log, hub).ring(hub);
        return registry(hub);
    }

    private WakeUps wakeUps(String log, ChangeHub hub) {
        var wakeUps = WakeUps.over(address, log, registry(hub));
        open.add(wakeUps);
        return wakeUps;
    }

    private static void assertWoken(ChangeHub here, ChangeHub elsewhere)
            throws InterruptedException, ExecutionException {
        var changed = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = threads.submit(() -> elsewhere.awaitClient(ALICE, NEVER, changed::get));
            await(() -> elsewhere.waiting() == 1);
            changed.set(true);
            await(() -> {
                here.projected(OF_BOTH);
                return waiting.isDone();
            });
            assertThat(waiting.get()).isTrue();
        }
    }

    private SimpleMeterRegistry registry(ChangeHub hub) {
        return registries.computeIfAbsent(hub, _ -> new SimpleMeterRegistry());
    }

    /// Until Redis has taken it: the first try may find it at rest.
    private void publish(ChangeHub here, News news) {
        await(() -> {
            here.projected(news);
            return count(registry(here), "published") > 0;
        });
    }

    /// Asks by publishing something that is no wake-up.
    private void awaitHearers(String log, int count) {
        await(() -> Integer.parseInt(redis.administer("PUBLISH", Channel.name(log), "?")) == count);
    }

    private static double count(SimpleMeterRegistry registry, String what) {
        return registry.get("epochal.wakeups." + what).counter().count();
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
