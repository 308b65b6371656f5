package dev.epochal.projections.cache;

import com.google.protobuf.ByteString;
import dev.epochal.projections.redis.RedisAddress;
import dev.epochal.projections.redis.RedisLink;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Redis, which all instances share. While it is away everything goes on without it: after a failure it is left alone
/// for a moment, then somebody tries again.
public final class RedisMemory implements SharedMemory {
    private static final Logger LOG = LoggerFactory.getLogger(RedisMemory.class);
    private static final Duration REST = Duration.ofSeconds(1);
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final String AWAY = "";

    private final RedisAddress address;
    private final RedisLink link;
    private Optional<RedisSession> session = Optional.empty();
    private long restUntil = System.nanoTime();
    private boolean closed;

    private RedisMemory(RedisAddress address, RedisLink link) {
        this.address = address;
        this.link = link;
    }

    /// Redis at this address, which need not be there yet.
    public static RedisMemory at(RedisAddress address) {
        var memory = new RedisMemory(address, RedisSession.link(address));
        if (memory.session().isEmpty()) {
            LOG.warn("Redis at {} is away: the server works without it, slower", address);
        }
        return memory;
    }

    @Override
    public Found find(Collection<String> keys) {
        long now = System.nanoTime();
        return ask(session -> session.find(keys)).orElseGet(() -> new Found(Map.of(), AWAY, now));
    }

    @Override
    public void keep(Found found, Map<String, ByteString> values, Duration lease) {
        // What was asked for so long ago may have been withdrawn, and the withdrawal forgotten.
        if (!found.era().equals(AWAY) && System.nanoTime() - found.askedAtNanos() < lease.toNanos() / 2) {
            ask(session -> session.keep(found.era(), values, lease));
        }
    }

    @Override
    public void withdraw(String key, Duration lease) {
        if (ask(session -> session.withdraw(key, lease)).isEmpty()) {
            // Others may still reach what can't be reached from here.
            LockSupport.parkNanos(lease.toNanos());
        }
    }

    @Override
    public Duration lease() {
        return LEASE;
    }

    @Override
    public String state() {
        return isWell() ? "redis" : "redis away";
    }

    @Override
    public boolean isWell() {
        return ask(RedisSession::ping).isPresent();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            session.ifPresent(RedisSession::close);
            session = Optional.empty();
        }
        link.close();
    }

    private <T> Optional<T> ask(Function<RedisSession, T> question) {
        var asked = session();
        try {
            return asked.map(question);
        } catch (RedisException e) {
            asked.ifPresent(failed -> drop(failed, e));
            return Optional.empty();
        }
    }

    /// The connection; a broken one is never mended but replaced, so that each belongs to one life of the server.
    private synchronized Optional<RedisSession> session() {
        if (session.isEmpty() && !closed && System.nanoTime() - restUntil >= 0) {
            restUntil = System.nanoTime() + REST.toNanos();
            try {
                session = Optional.of(RedisSession.open(link));
            } catch (RedisException e) {
                LOG.debug("Redis at {} is still away", address, e);
            }
        }
        return session;
    }

    private synchronized void drop(RedisSession failed, RedisException cause) {
        if (session.filter(present -> present == failed).isPresent()) {
            LOG.warn("Redis at {} failed: the server goes on without it for a moment", address, cause);
            session = Optional.empty();
            restUntil = System.nanoTime() + REST.toNanos();
            failed.close();
        }
    }
}
