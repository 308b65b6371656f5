package dev.epochal.projections.wake;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// News that other processes are still to be told. What comes while they are told of something is put together, so
/// that many small batches make few wake-ups, and a slow channel fewer and larger ones. Bounded; thread-safe.
final class Outbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Map<Integer, Long> reached = new HashMap<>();
    private final Set<Long> subjects = new HashSet<>();

    /// Adds what finds room, without waiting.
    ///
    /// @return whether all of it did
    boolean add(News news) {
        lock.lock();
        try {
            boolean hasRoom = true;
            for (var place : news.reached().entrySet()) {
                if (reached.containsKey(place.getKey()) || reached.size() < WakeUp.REACHED_MAX) {
                    reached.merge(place.getKey(), place.getValue(), Math::max);
                } else {
                    hasRoom = false;
                }
            }
            for (var subject : news.subjects()) {
                if (subjects.size() < WakeUp.SUBJECTS_MAX) {
                    subjects.add(subject);
                } else {
                    hasRoom &= subjects.contains(subject);
                }
            }
            filled.signal();
            return hasRoom;
        } finally {
            lock.unlock();
        }
    }

    /// Takes all of it; waits until there is something.
    News take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (reached.isEmpty() && subjects.isEmpty()) {
                filled.await();
            }
            var news = new News(reached, subjects);
            reached.clear();
            subjects.clear();
            return news;
        } finally {
            lock.unlock();
        }
    }
}
