package io.vicinal.routing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * When a second replica is asked because the first takes longer than nearly all answers of the kind do (Dean and Barroso, "The
 * Tail at Scale", CACM 2013). Hedges are a small share of the calls, so that slowness of all replicas does not become twice
 * the load. Thread-safe.
 */
final class Hedging {
    private static final double QUANTILE = 95;
    /** A call earns this much of a hedge. */
    private static final int PERCENT = 10;

    private static final int FULL = 10 * 100;
    private static final Duration UNKNOWN = Duration.ofMillis(100);
    private static final Duration LEAST = Duration.ofMillis(5);
    private static final Duration MOST = Duration.ofSeconds(2);
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final int ENOUGH = 50;

    private final Recorder micros = new Recorder(Duration.ofMinutes(1).toNanos() / 1000, 2);
    private final AtomicInteger earned = new AtomicInteger(FULL);
    private Histogram window = micros.getIntervalHistogram(); // the recorder takes back none but its own
    private long windowEnds = System.nanoTime() + WINDOW.toNanos();
    private volatile Duration delay = UNKNOWN;

    /** A call begins: how long to wait for it alone. */
    Duration begin() {
        earned.updateAndGet(percent -> Math.min(FULL, percent + PERCENT));
        if (System.nanoTime() - windowEnds > 0) {
            look();
        }
        return delay;
    }

    /** Whether a hedge may be sent now; it counts as sent. */
    boolean spend() {
        return earned.getAndUpdate(percent -> percent >= 100 ? percent - 100 : percent) >= 100;
    }

    void answered(Duration after) {
        micros.recordValue(
                Math.min(after.toNanos() / 1000, Duration.ofMinutes(1).toNanos() / 1000));
    }

    private synchronized void look() {
        if (System.nanoTime() - windowEnds <= 0) {
            return;
        }
        windowEnds = System.nanoTime() + WINDOW.toNanos();
        window = micros.getIntervalHistogram(window);
        if (window.getTotalCount() >= ENOUGH) {
            Duration usual = Duration.ofNanos(1000 * window.getValueAtPercentile(QUANTILE));
            delay = usual.compareTo(LEAST) < 0 ? LEAST : usual.compareTo(MOST) > 0 ? MOST : usual;
        }
    }
}
