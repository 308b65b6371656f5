package dev.epochal.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Sends the requests of many lanes at a pace, and counts the answers.
public final class LoadRun {
    /// What is still in flight after the last request was due gets this long.
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);

    private static final long NEVER = Long.MAX_VALUE;

    private final Connections connections;
    private final List<Lane> lanes;
    private final AnswerCheck check;
    private final long start = System.nanoTime();
    private final long from;
    private final long to;
    private final Tally tally;
    private final AtomicLong ranOutAt = new AtomicLong(NEVER);

    private LoadRun(Connections connections, List<Lane> lanes, AnswerCheck check, Window window) {
        this.connections = connections;
        this.lanes = List.copyOf(lanes);
        this.check = check;
        this.from = start + window.warmUp().toNanos();
        this.to = from + window.measured().toNanos();
        this.tally = new Tally(from, to);
    }

    /// Runs at a pace for a while.
    ///
    /// @throws IllegalStateException if the lanes had no requests left before anything was measured
    public static LoadResult measure(
            Connections connections, List<Lane> lanes, AnswerCheck check, Pace pace, Window window)
            throws InterruptedException {
        var run = new LoadRun(connections, lanes, check, window);
        switch (pace) {
            case Pace.Open open -> run.openLoop(open);
            case Pace.Closed closed -> run.closedLoop(closed.inFlight());
        }
        return run.result();
    }

    /// Sends all requests of all lanes, each lane in its order, with so many lanes at once.
    ///
    /// @throws IllegalStateException if any of them went wrong
    public static void sendAll(Connections connections, List<Lane> lanes, AnswerCheck check, int inFlight)
            throws InterruptedException {
        var run = new LoadRun(connections, lanes, check, new Window(Duration.ZERO, Duration.ofHours(1)));
        var waiting = new ConcurrentLinkedQueue<>(lanes);
        run.inParallel(inFlight, () -> {
            for (var lane = waiting.poll(); lane != null; lane = waiting.poll()) {
                while (run.send(lane, System.nanoTime())) {
                    // The next one.
                }
            }
        });
        if (!run.tally.problems().isEmpty()) {
            throw new IllegalStateException("The preparation failed: " + run.tally.problems());
        }
    }

    private void openLoop(Pace.Open pace) throws InterruptedException {
        var senders = Executors.newVirtualThreadPerTaskExecutor();
        for (long index = 0; ranOutAt.get() == NEVER; index++) {
            long due = start + pace.dueNanos(index);
            if (due - to >= 0) {
                break;
            }
            for (long rest = due - System.nanoTime(); rest > 0; rest = due - System.nanoTime()) {
                LockSupport.parkNanos(rest);
            }
            var lane = lanes.get((int) (index % lanes.size()));
            if (lane.arrive(due)) {
                senders.execute(() -> workOff(lane));
            }
        }
        senders.shutdown();
        if (!senders.awaitTermination(DRAIN_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            tally.reject("unanswered");
            senders.shutdownNow();
        }
    }

    private void workOff(Lane lane) {
        for (var due = lane.nextDue(); due.isPresent(); due = lane.nextDue()) {
            send(lane, due.getAsLong());
        }
    }

    private void closedLoop(int count) throws InterruptedException {
        var waiting = new ConcurrentLinkedQueue<>(lanes);
        inParallel(Math.min(count, lanes.size()), () -> {
            while (System.nanoTime() - to < 0 && ranOutAt.get() == NEVER) {
                var lane = waiting.remove();
                send(lane, System.nanoTime());
                waiting.add(lane);
            }
        });
    }

    private void inParallel(int count, Runnable work) throws InterruptedException {
        var threads = new Thread[count];
        for (int i = 0; i < count; i++) {
            threads[i] = Thread.ofVirtual().start(work);
        }
        for (var thread : threads) {
            thread.join();
        }
    }

    /// Sends a lane's next request.
    ///
    /// @return false if the lane has none
    private boolean send(Lane lane, long due) {
        var request = lane.next();
        if (request.isEmpty()) {
            ranOutAt.compareAndSet(NEVER, System.nanoTime());
            return false;
        }
        try {
            var answer = connections.exchange(request.get());
            long now = System.nanoTime();
            tally.ask(due, answer.askedNanos());
            var problem = check.problem(answer);
            if (problem.isEmpty()) {
                lane.accept();
                tally.accept(due, now);
            } else {
                tally.reject(problem, due, now);
            }
        } catch (IOException e) {
            tally.reject("no-answer-" + e.getClass().getSimpleName());
        }
        return true;
    }

    private LoadResult result() {
        long end = ranOutAt.get() == NEVER ? to : Math.min(to, ranOutAt.get());
        double seconds = (end - from) / 1e9;
        if (seconds <= 0) {
            throw new IllegalStateException("The traffic ran out before anything was measured");
        }
        var note = end < to ? "the traffic ran out after %.1f s of the measured time".formatted(seconds) : "";
        return new LoadResult(
                tally.answered() / seconds,
                tally.latency(),
                tally.problems(),
                new LoadResult.Aside(tally.latencyOfProblems(), tally.lag()),
                note);
    }
}
