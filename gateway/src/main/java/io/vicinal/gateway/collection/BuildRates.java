package io.vicinal.gateway.collection;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.gateway.collection.VersionLag.Lag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** How fast versions are built, as seen from one look at them to the next. Thread-safe. */
final class BuildRates {
    private static final long WINDOW_NANOS = Duration.ofMinutes(2).toNanos();
    private static final long STEP_NANOS = Duration.ofSeconds(1).toNanos();

    private final Map<String, Deque<Sample>> seen = new ConcurrentHashMap<>();

    private record Sample(long nanos, long done) {}

    /**
     * Seconds until nothing is left, by what was done over the last two minutes, or since the version began where nobody looked.
     *
     * @return empty where nothing moves
     */
    OptionalLong secondsLeft(Collection version, Lag lag, Instant since) {
        if (lag.left() == 0) {
            return OptionalLong.of(0);
        }
        double perSecond = perSecond(version, lag.records() - lag.left(), since);
        return perSecond <= 0 ? OptionalLong.empty() : OptionalLong.of((long) Math.ceil(lag.left() / perSecond));
    }

    private double perSecond(Collection version, long done, Instant since) {
        long now = System.nanoTime();
        Deque<Sample> samples = seen.computeIfAbsent(
                version.name() + '/' + version.version() + '/' + version.createdAt(), _ -> new ArrayDeque<>());
        synchronized (samples) {
            while (!samples.isEmpty() && now - samples.getFirst().nanos() > WINDOW_NANOS) {
                samples.removeFirst();
            }
            if (samples.isEmpty() || now - samples.getLast().nanos() >= STEP_NANOS) {
                samples.addLast(new Sample(now, done));
            }
            Sample first = samples.getFirst();
            if (now - first.nanos() >= STEP_NANOS) {
                return (done - first.done()) * 1e9 / (now - first.nanos());
            }
        }
        double seconds = Math.max(1, Duration.between(since, Instant.now()).toMillis()) / 1e3;
        return done / seconds;
    }

    /** Forgets versions that are no more. */
    void keepOnly(java.util.Collection<Collection> versions) {
        seen.keySet()
                .retainAll(versions.stream()
                        .map(version -> version.name() + '/' + version.version() + '/' + version.createdAt())
                        .toList());
    }
}
