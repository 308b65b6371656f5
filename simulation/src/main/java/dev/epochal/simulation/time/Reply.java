package dev.epochal.simulation.time;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an actor may wait for: a value or a failure that comes later, or never.
public final class Reply<T> {
    private final List<Runnable> listeners = new ArrayList<>();
    private @Nullable T value;
    private @Nullable RuntimeException failure;
    private boolean done;

    /// Whether it has come.
    public boolean isDone() {
        return done;
    }

    /// Answers; an answer that comes after another one is dropped.
    public void complete(T answer) {
        if (!done) {
            value = answer;
            end();
        }
    }

    /// Answers that it failed.
    public void fail(RuntimeException why) {
        if (!done) {
            failure = why;
            end();
        }
    }

    /// The value, once it is done. Throws what it failed with.
    public T value() {
        if (failure != null) {
            throw failure;
        }
        T answer = value;
        if (answer == null) {
            throw new IllegalStateException("There is no answer yet");
        }
        return answer;
    }

    /// Tells when it is done, at once if it is already.
    public void onDone(Runnable listener) {
        if (done) {
            listener.run();
        } else {
            listeners.add(listener);
        }
    }

    private void end() {
        done = true;
        listeners.forEach(Runnable::run);
        listeners.clear();
    }
}
