package dev.epochal.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A stream of the server that goes on where it was cut off, on a thread of its own.
///
/// It opens the next connection behind the last message that was read, with a fresh token. A server that gives no
/// sign of life for 45 s counts as gone. What is not taken waits in a queue of bounded length, and then on the
/// server.
///
/// @param <T> what a message says
final class Following<T> implements AutoCloseable {
    private static final int WAITING_MAX = 256;
    private static final String END = "end";
    private static final Duration SILENCE_MAX = Duration.ofSeconds(45);

    private final Exchange exchange;
    private final Function<String, Call> calls;
    private final Function<StreamMessage, T> reading;
    private final BlockingQueue<Told<T>> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final Thread thread;
    private volatile @Nullable InputStream open;
    private volatile boolean closed;
    private volatile String lastId;
    /// Whether the connection told anything; used by the reading thread alone.
    private boolean heard;

    /// What the reading thread has to tell: a value, or why it has stopped.
    private sealed interface Told<T> {
        record Value<T>(T value) implements Told<T> {}

        record Failure<T>(RuntimeException why) implements Told<T> {}

        record End<T>(String reason) implements Told<T> {}
    }

    /// @param calls the request that goes on behind the message with this id; an empty id asks for the beginning
    /// @param reading what a message without a name says
    Following(Exchange exchange, Function<String, Call> calls, Function<StreamMessage, T> reading, String lastId) {
        this.exchange = exchange;
        this.calls = calls;
        this.reading = reading;
        this.lastId = lastId;
        this.thread = Thread.ofVirtual().name("epochal-following").start(this::run);
    }

    /// The next value, or none if none came in time or none will come any more.
    ///
    /// @throws EpochalProblemException if the server refuses to go on
    Optional<T> take(Duration limit) {
        try {
            var told = waiting.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
            return switch (told) {
                case null -> Optional.empty();
                case Told.Value<T>(var value) -> Optional.of(value);
                case Told.Failure<T> failure -> {
                    waiting.add(failure);
                    throw failure.why();
                }
                case Told.End<T> end -> {
                    waiting.add(end);
                    yield Optional.empty();
                }
            };
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// Whether the server has told all that it ever will, and all of it was taken.
    boolean isOver() {
        return waiting.peek() instanceof Told.End<T>;
    }

    /// Cuts the connection, as a bad network does. It goes on with another one.
    void cut() {
        closeQuietly(open);
    }

    private void run() {
        var reconnecting = Reconnecting.FIRST;
        while (!closed) {
            try {
                reconnecting.pause();
                if (followOnce()) {
                    return;
                }
            } catch (IOException | UncheckedIOException _) {
                // Cut off: the next connection goes on behind the last message.
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException e) {
                tell(new Told.Failure<>(e));
                return;
            }
            reconnecting = reconnecting.after(heard);
        }
    }

    /// @return whether nothing will follow
    private boolean followOnce() throws IOException, InterruptedException {
        heard = false;
        try (var body = exchange.open(calls.apply(lastId))) {
            open = body;
            var silence = new SilenceWatch(body, SILENCE_MAX);
            try (silence) {
                var reader = new StreamReader(body);
                for (var read = reader.next(); read.isPresent(); read = reader.next()) {
                    silence.heard();
                    var message = read.get();
                    heard |= !message.name().equals(END);
                    if (message.name().isEmpty()) {
                        waiting.put(new Told.Value<>(reading.apply(message)));
                        silence.heard();
                        lastId = message.id();
                    } else if (message.name().equals(END) && message.data().contains("\"removed\"")) {
                        waiting.put(new Told.End<>("removed"));
                        return true;
                    }
                }
            }
            return false;
        }
    }

    private void tell(Told<T> told) {
        try {
            waiting.put(told);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    static void closeQuietly(@Nullable InputStream body) {
        try {
            if (body != null) {
                body.close();
            }
        } catch (IOException _) {
            // It was cut off already.
            return;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        closeQuietly(open);
    }
}
