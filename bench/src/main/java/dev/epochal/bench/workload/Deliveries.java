package dev.epochal.bench.workload;

import dev.epochal.bench.load.AnswerCheck;
import dev.epochal.bench.load.EventStream;
import dev.epochal.bench.load.LoadResult;
import dev.epochal.bench.load.Tally;
import dev.epochal.bench.load.Window;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// How long each event takes from its receipt to each of its subscribers. Thread-safe.
///
/// An event may be delivered before its sender has read the receipt; that took no time, then.
final class Deliveries {
    private static final Duration LOOK = Duration.ofMillis(50);

    /// In a receipt as in an item of an inbox the group stands before the event's number.
    private static final Pattern PLACE = Pattern.compile("\"groupId\":\"([^\"]+)\",\"seq\":(\\d+)");

    private final int subscribersOfEach;
    private final Window window;
    private final Duration drainLimit;
    private final Tally tally;
    private final Map<String, Course> courses = new ConcurrentHashMap<>();

    /// @param subscribersOfEach how many subscribers each event has
    /// @param window which part counts; it begins now
    /// @param drainLimit how long what is on its way at the end is waited for
    Deliveries(int subscribersOfEach, Window window, Duration drainLimit) {
        this.subscribersOfEach = subscribersOfEach;
        this.window = window;
        this.drainLimit = drainLimit;
        this.tally = Tally.from(window);
    }

    /// One event on its way.
    private final class Course {
        private boolean accepted;
        private long acceptedAt;
        private int arrived;
        private int early;

        synchronized void accept(long now) {
            accepted = true;
            acceptedAt = now;
            for (; early > 0; early--) {
                tally.accept(now, now);
            }
        }

        synchronized void arrive(long now) {
            arrived++;
            if (accepted) {
                tally.accept(acceptedAt, now);
            } else {
                early++;
            }
        }

        synchronized boolean isMissed() {
            return accepted && arrived < subscribersOfEach;
        }

        synchronized boolean isRepeated() {
            return arrived > subscribersOfEach;
        }
    }

    /// The same check, which notices what was accepted.
    AnswerCheck accepting(AnswerCheck check) {
        return answer -> {
            var problem = check.problem(answer);
            if (problem.isEmpty()) {
                long now = System.nanoTime();
                course(answer.text(), "no-place-in-receipt", course -> course.accept(now));
            }
            return problem;
        };
    }

    /// A message of a subscriber's stream has come now.
    void arrived(String message) {
        long now = System.nanoTime();
        if (message.startsWith("event:")) {
            return;
        }
        course(
                message,
                message.equals(EventStream.BROKEN) ? "stream-broken" : "no-place-in-item",
                course -> course.arrive(now));
    }

    private void course(String text, String problem, Consumer<Course> step) {
        var place = PLACE.matcher(text);
        if (place.find()) {
            step.accept(courses.computeIfAbsent(place.group(1) + '/' + place.group(2), _ -> new Course()));
        } else {
            tally.reject(problem);
        }
    }

    /// Waits for what is on its way, and tells what was measured. An event that somebody did not get, or got twice,
    /// is a problem, as is one that could not be sent.
    LoadResult result(LoadResult sending) {
        long deadline = System.nanoTime() + drainLimit.toNanos();
        while (missed() > 0 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
        var problems = new TreeMap<>(tally.problems());
        problems.putAll(sending.problems());
        count(problems, "not-delivered", missed());
        count(
                problems,
                "delivered-twice",
                courses.values().stream().filter(Course::isRepeated).count());
        double seconds = window.measured().toNanos() / 1e9;
        return new LoadResult(tally.answered() / seconds, tally.latency(), problems, sending.aside(), sending.note());
    }

    private long missed() {
        return courses.values().stream().filter(Course::isMissed).count();
    }

    private static void count(Map<String, Long> problems, String problem, long count) {
        if (count > 0) {
            problems.put(problem, count);
        }
    }
}
