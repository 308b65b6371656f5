package dev.epochal.projections.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LocalMemoryTest extends MemoryConformance {
    private final AtomicLong now = new AtomicLong(System.nanoTime());
    private final SharedMemory memory = LocalMemory.alone(now::get);

    @Override
    SharedMemory memory() {
        return memory;
    }

    @Test
    void a_lease_ends() {
        keep("key", "value");
        now.addAndGet(LEASE.toNanos() - 1);
        assertThat(find("key")).isNotEmpty();
        now.addAndGet(1);
        assertThat(find("key")).isEmpty();
    }

    @Test
    void what_is_looked_up_after_a_withdrawal_is_kept() {
        memory.withdraw("key", LEASE);
        now.addAndGet(1);
        keep("key", "new");
        assertThat(find("key")).isEqualTo(Map.of("key", value("new")));
    }

    @Test
    void among_others_a_withdrawal_takes_as_long_as_their_leases() {
        long before = System.nanoTime();
        try (var shared = LocalMemory.amongOthers()) {
            shared.keep(shared.find(List.of("key")), Map.of("key", value("old")), shared.lease());
            shared.withdraw("key", Duration.ofMillis(50));
            assertThat(shared.find(List.of("key")).values()).isEmpty();
        }
        assertThat(System.nanoTime() - before)
                .isGreaterThanOrEqualTo(Duration.ofMillis(50).toNanos());
    }
}
