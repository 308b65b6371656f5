package dev.epochal.projections.cache;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.epochal.mls.codec.MalformedException;
import dev.epochal.mls.codec.Octets;
import dev.epochal.mls.framing.MlsMessage;
import dev.epochal.projections.read.DirectoryReads;
import dev.epochal.schema.record.Identity;
import dev.epochal.schema.record.RegisteredClient;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The look-ups of the directory that many submissions need, through a memory. Thread-safe.
///
/// Signature keys may be as old as the memory's lease, but for those of a client that was withdrawn. Only what was
/// found in the read model is remembered, never that nothing was: a client that has just registered is known at once.
public final class CachedDirectory {
    private static final Duration KEY_PACKAGE_LEASE = Duration.ofHours(1);

    private final DirectoryReads directory;
    private final SharedMemory memory;
    private final Lookups clientKeys;
    private final Lookups keyPackages;

    /// Asks the memory first, then the read model, and counts how often which one knew.
    public CachedDirectory(DirectoryReads directory, SharedMemory memory, MeterRegistry registry) {
        this.directory = directory;
        this.memory = memory;
        this.clientKeys = new Lookups(registry, "client_keys");
        this.keyPackages = new Lookups(registry, "key_packages");
    }

    /// How often the memory knew.
    private static final class Lookups {
        private final Counter hits;
        private final Counter misses;

        Lookups(MeterRegistry registry, String what) {
            this.hits = counter(registry, what, "hit");
            this.misses = counter(registry, what, "miss");
        }

        private static Counter counter(MeterRegistry registry, String what, String result) {
            return Counter.builder("epochal.cache.lookups")
                    .description("Look-ups by what was looked up and whether the cache knew")
                    .tag("what", what)
                    .tag("result", result)
                    .register(registry);
        }

        void count(int all, int hit) {
            hits.increment(hit);
            misses.increment(all - hit);
        }
    }

    /// The signature keys of those of the clients that have registered and were not removed.
    public Map<Identity, List<ByteString>> signatureKeys(Collection<Identity> clients) {
        if (clients.isEmpty()) {
            return Map.of();
        }
        var found = memory.find(clients.stream().map(CachedDirectory::name).toList());
        Map<Identity, List<ByteString>> keys = new HashMap<>();
        for (var client : clients) {
            registered(found.values().getOrDefault(name(client), ByteString.EMPTY), client)
                    .ifPresent(known -> keys.put(client, known));
        }
        clientKeys.count(clients.size(), keys.size());
        Set<Identity> missing = new HashSet<>(clients);
        missing.removeAll(keys.keySet());
        if (!missing.isEmpty()) {
            keys.putAll(keptKeys(found, missing));
        }
        return keys;
    }

    private Map<Identity, List<ByteString>> keptKeys(SharedMemory.Found found, Set<Identity> clients) {
        var keys = directory.signatureKeys(clients);
        Map<String, ByteString> values = new HashMap<>();
        keys.forEach((client, signatureKeys) -> values.put(
                name(client),
                RegisteredClient.newBuilder()
                        .setIdentity(client)
                        .addAllSignatureKeys(signatureKeys)
                        .build()
                        .toByteString()));
        memory.keep(found, values, memory.lease());
        return keys;
    }

    /// The same from the read model itself, past the memory.
    public Map<Identity, List<ByteString>> signatureKeysNow(Collection<Identity> clients) {
        return directory.signatureKeys(clients);
    }

    private static Optional<List<ByteString>> registered(ByteString value, Identity client) {
        try {
            var registered = RegisteredClient.parseFrom(value);
            return registered.getIdentity().equals(client)
                    ? Optional.of(registered.getSignatureKeysList())
                    : Optional.empty();
        } catch (InvalidProtocolBufferException _) {
            return Optional.empty();
        }
    }

    /// Makes sure that nobody finds keys any more that the client had before now. May take up to the lease.
    public void withdraw(Identity client) {
        memory.withdraw(name(client), memory.lease());
    }

    /// The KeyPackage with this KeyPackageRef: MLSMessage(mls_key_package) exactly as it was published. The ref is its
    /// hash, so that it can't be wrong, whoever wrote into the memory.
    public Optional<ByteString> keyPackage(ByteString ref) {
        var name = "p:" + HexFormat.of().formatHex(ref.toByteArray());
        var found = memory.find(List.of(name));
        var known = Optional.ofNullable(found.values().get(name)).filter(message -> hasRef(message, ref));
        keyPackages.count(1, known.isPresent() ? 1 : 0);
        if (known.isPresent()) {
            return known;
        }
        var message = directory.keyPackageMessage(ref);
        message.ifPresent(present -> memory.keep(found, Map.of(name, present), KEY_PACKAGE_LEASE));
        return message;
    }

    private static boolean hasRef(ByteString message, ByteString ref) {
        try {
            return MlsMessage.parse(message.toByteArray()) instanceof MlsMessage.OfKeyPackage parsed
                    && parsed.keyPackage()
                            .ref()
                            .filter(Octets.owning(ref.toByteArray())::equals)
                            .isPresent();
        } catch (MalformedException _) {
            return false;
        }
    }

    private static String name(Identity client) {
        return "c:" + client.getUser() + "/" + client.getClient();
    }
}
