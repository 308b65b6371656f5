package dev.epochal.projections.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.RegisteredClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// The results are those of the read model, whatever the memory does.
@DisplayNameGeneration(ReplaceUnderscores.class)
class CachedDirectoryTest {
    private static final Identity BOB = StoredDirectory.BOB;
    private static final ByteString REF = ByteString.copyFromUtf8("ref");

    private final StoredDirectory stored = new StoredDirectory();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SharedMemory memory = LocalMemory.alone();
    private final CachedDirectory directory = new CachedDirectory(stored, memory, registry);

    private Map<Identity, List<ByteString>> keys() {
        return directory.signatureKeys(Set.of(BOB));
    }

    private double lookups(String result) {
        return registry.get("epochal.cache.lookups")
                .tag("what", "client_keys")
                .tag("result", result)
                .counter()
                .count();
    }

    private void poison(String key, ByteString value) {
        memory.keep(memory.find(List.of(key)), Map.of(key, value), Duration.ofMinutes(1));
    }

    @Test
    void what_is_asked_again_comes_from_the_memory_and_is_counted() {
        stored.register("key");
        assertThat(keys()).isEqualTo(stored.keys);
        assertThat(keys()).isEqualTo(stored.keys);
        assertThat(stored.questions).isEqualTo(1);
        assertThat(lookups("hit")).isEqualTo(1);
        assertThat(lookups("miss")).isEqualTo(1);
    }

    @Test
    void a_client_that_was_not_there_is_found_as_soon_as_it_has_registered() {
        assertThat(keys()).isEmpty();
        stored.register("key");
        assertThat(keys()).isEqualTo(stored.keys);
    }

    @Test
    void keys_that_were_taken_back_are_gone_when_they_are_withdrawn() {
        stored.register("old");
        assertThat(keys()).isEqualTo(stored.keys);
        stored.register("new");
        directory.withdraw(BOB);
        assertThat(keys()).isEqualTo(stored.keys);
        stored.keys.clear();
        directory.withdraw(BOB);
        assertThat(keys()).isEmpty();
    }

    @Test
    void keys_under_another_name_count_for_nothing() {
        stored.register("key");
        poison(
                "c:bob/phone",
                RegisteredClient.newBuilder()
                        .setIdentity(BOB.toBuilder().setClient("laptop"))
                        .addSignatureKeys(ByteString.copyFromUtf8("evil"))
                        .build()
                        .toByteString());
        assertThat(keys()).isEqualTo(stored.keys);
    }

    @Test
    void bytes_that_are_no_keys_count_for_nothing() {
        stored.register("key");
        poison("c:bob/phone", ByteString.copyFromUtf8("noise"));
        assertThat(keys()).isEqualTo(stored.keys);
    }

    @Test
    void a_key_package_that_is_not_the_one_of_its_ref_is_read_anew() {
        poison("p:726566", ByteString.copyFromUtf8("another"));
        assertThat(directory.keyPackage(REF)).contains(ByteString.copyFromUtf8("KeyPackage ref"));
    }
}
