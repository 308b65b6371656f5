package dev.epochal.projections.cache;

import com.google.protobuf.ByteString;
import dev.epochal.projections.redis.RedisAddress;
import dev.epochal.projections.redis.RedisLink;
import io.lettuce.core.KeyValue;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// One connection to one life of a Redis server. It ends with the first failure, and is never connected again.
///
/// Keys begin with the server's run id, which is new in each life: a server that comes back with what it had saved once
/// has nothing that is found. Behind it stands an era that somebody chose at random when there was none: it is gone
/// when everything is gone, and what was asked for before is not kept in the next one.
final class RedisSession {
    private static final Duration TIMEOUT = Duration.ofMillis(250);
    private static final Pattern RUN_ID = Pattern.compile("(?m)^run_id:(\\w+)");
    /// Stands in the way of values that were read before the key was withdrawn.
    private static final byte[] WITHDRAWN = new byte[0];

    private final StatefulRedisConnection<String, byte[]> connection;
    private final RedisCommands<String, byte[]> commands;
    private final String prefix;
    private volatile String era = "";

    private RedisSession(StatefulRedisConnection<String, byte[]> connection) {
        this.connection = connection;
        this.commands = connection.sync();
        var runId = RUN_ID.matcher(commands.info("server"));
        if (!runId.find()) {
            throw new RedisCommandExecutionException("The server doesn't tell its run_id");
        }
        this.prefix = "epochal:" + runId.group(1);
        this.era = present();
    }

    /// A link over which sessions are opened.
    static RedisLink link(RedisAddress address) {
        return RedisLink.to(address, TIMEOUT);
    }

    /// Begins a session.
    ///
    /// @throws io.lettuce.core.RedisException if the server is away or refuses
    static RedisSession open(RedisLink link) {
        var connection = link.connect();
        try {
            return new RedisSession(connection);
        } catch (RuntimeException e) {
            var _ = connection.closeAsync();
            throw e;
        }
    }

    /// Asks for the era together with the values: whatever belongs to another one isn't found.
    SharedMemory.Found find(Collection<String> keys) {
        long now = System.nanoTime();
        var known = era;
        var asked = new ArrayList<String>(keys.size() + 1);
        asked.add(prefix);
        keys.forEach(key -> asked.add(name(known, key)));
        List<KeyValue<String, byte[]>> answers = commands.mget(asked.toArray(String[]::new));
        if (known.isEmpty() || !text(answers.getFirst()).equals(known)) {
            return new SharedMemory.Found(Map.of(), present(), now);
        }
        Map<String, ByteString> values = new HashMap<>();
        int at = 1;
        for (var key : keys) {
            var answer = answers.get(at++);
            if (answer.hasValue() && answer.getValue().length > 0) {
                values.put(key, ByteString.copyFrom(answer.getValue()));
            }
        }
        return new SharedMemory.Found(values, known, now);
    }

    private static String text(KeyValue<String, byte[]> answer) {
        return answer.hasValue() ? new String(answer.getValue(), StandardCharsets.UTF_8) : "";
    }

    /// The era of what is there now; begins one if there is none. If that is gone at once it is an empty text, in which
    /// nothing is ever kept.
    private String present() {
        var fresh = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
        commands.set(prefix, fresh, SetArgs.Builder.nx());
        era = Optional.ofNullable(commands.get(prefix))
                .map(octets -> new String(octets, StandardCharsets.UTF_8))
                .orElse("");
        return era;
    }

    boolean keep(String ofEra, Map<String, ByteString> values, Duration lease) {
        var once = SetArgs.Builder.nx().px(lease);
        var asked = values.entrySet().stream()
                .map(entry -> connection
                        .async()
                        .set(name(ofEra, entry.getKey()), entry.getValue().toByteArray(), once))
                .toArray(RedisFuture<?>[]::new);
        return LettuceFutures.awaitAll(TIMEOUT, asked);
    }

    /// The era is asked for anew: a withdrawal in one that is gone would stand in nobody's way.
    boolean withdraw(String key, Duration lease) {
        commands.set(name(present(), key), WITHDRAWN, SetArgs.Builder.px(lease));
        return true;
    }

    boolean ping() {
        commands.ping();
        return true;
    }

    private String name(String era, String key) {
        return prefix + ":" + era + ":" + key;
    }

    void close() {
        var _ = connection.closeAsync();
    }
}
