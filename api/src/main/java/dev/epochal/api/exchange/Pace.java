package dev.epochal.api.exchange;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Ends connections whose other end sends what belongs to a request, or takes what belongs to an answer, drop by drop:
/// the web server itself looks for silence only. Each connection has a thread of its own, and an interrupted one closes
/// its connection. Nobody is hurried while an endpoint works or waits for something to tell. Thread-safe.
public final class Pace implements AutoCloseable {
    private static final Duration LOOK_INTERVAL_MAX = Duration.ofSeconds(1);

    private final Limits limits;
    private final ConcurrentMap<Thread, Long> hurried = new ConcurrentHashMap<>();
    private final Thread watch;

    /// How long things may take.
    ///
    /// @param headers from the first line of a request to the end of its header fields
    /// @param transfer until a body has come, until an answer has gone, and until the next request begins
    public record Limits(Duration headers, Duration transfer) {
        public Limits {
            if (!headers.isPositive() || !transfer.isPositive()) {
                throw new IllegalArgumentException("Everything takes some time");
            }
        }
    }

    private Pace(Limits limits) {
        this.limits = limits;
        this.watch = Thread.ofVirtual().name("epochal-pace").unstarted(this::lookAround);
    }

    /// Begins to look after connections.
    static Pace start(Limits limits) {
        var pace = new Pace(limits);
        pace.watch.start();
        return pace;
    }

    /// What the web server tells of each request.
    Http1ConnectionListener listener() {
        return new Http1ConnectionListener() {
            @Override
            public void prologue(ConnectionContext connection, HttpPrologue prologue) {
                hurry(limits.headers());
            }

            @Override
            public void headers(ConnectionContext connection, Headers headers) {
                transfer();
            }
        };
    }

    /// The other end has its turn.
    void transfer() {
        hurry(limits.transfer());
    }

    /// This end has its turn.
    void rest() {
        hurried.remove(Thread.currentThread());
    }

    @Override
    public void close() {
        watch.interrupt();
    }

    private void hurry(Duration limit) {
        hurried.put(Thread.currentThread(), System.nanoTime() + limit.toNanos());
    }

    private void lookAround() {
        var shortest = limits.headers().compareTo(limits.transfer()) < 0 ? limits.headers() : limits.transfer();
        var interval = shortest.dividedBy(4);
        try {
            while (true) {
                Thread.sleep(interval.compareTo(LOOK_INTERVAL_MAX) < 0 ? interval : LOOK_INTERVAL_MAX);
                hurried.forEach(this::look);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Thread thread, long deadline) {
        boolean isLate = System.nanoTime() - deadline > 0;
        if ((isLate || !thread.isAlive()) && hurried.remove(thread, deadline)) {
            thread.interrupt();
        }
    }
}
