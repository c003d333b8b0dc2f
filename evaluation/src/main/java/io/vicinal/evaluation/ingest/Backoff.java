package io.vicinal.evaluation.ingest;

import io.vicinal.evaluation.console.UserError;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Waits between attempts at one thing: doubling from half a second, with jitter, and never past the limit. */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration MOST = Duration.ofSeconds(15);

    private final long deadline;
    private final Duration limit;
    private Duration next = FIRST;

    /** @param limit from now on; no attempt is begun after it */
    Backoff(Duration limit) {
        this.limit = limit;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    /**
     * Sleeps before the next attempt.
     *
     * @param asked what the other side asked for ({@code Retry-After}), which goes before our own
     * @throws UserError when the limit leaves no room for another attempt; its text begins with the reason
     */
    void pause(String reason, Optional<Duration> asked) throws InterruptedException {
        long jittered =
                (long) (next.toMillis() * (0.5 + ThreadLocalRandom.current().nextDouble() / 2));
        long waitMs = asked.map(Duration::toMillis).orElse(jittered);
        if (System.nanoTime() + Duration.ofMillis(waitMs).toNanos() > deadline) {
            throw new UserError(reason + " Tried again for " + limit.toSeconds()
                    + " s; what was acknowledged is kept, and the same command goes on from there.");
        }
        Thread.sleep(waitMs);
        next = next.multipliedBy(2).compareTo(MOST) > 0 ? MOST : next.multipliedBy(2);
    }
}
