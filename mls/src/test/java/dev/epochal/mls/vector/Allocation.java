package dev.epochal.mls.vector;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// Measures how much memory a piece of work allocates on its thread, whether it stays reachable or not.
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /// The bytes that the work allocates when it is done again, so that the loading of classes doesn't count.
    public static long ofRepeated(Runnable work) {
        work.run();
        return of(work);
    }

    /// Does the work and throws `IllegalStateException` if it allocates more than this many bytes. What is too much at
    /// first is measured again before it counts.
    public static void limit(long bytesMax, Runnable work) {
        long bytes = of(work);
        if (bytes > bytesMax) {
            bytes = of(work);
        }
        if (bytes > bytesMax) {
            throw new IllegalStateException(bytes + " bytes were allocated instead of at most " + bytesMax);
        }
    }

    private static long of(Runnable work) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
