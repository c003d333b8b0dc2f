package io.vicinal.relevance.log;

/** So many a second, and a burst after quiet. Thread-safe. */
final class TokenBucket {
    private static final double SECOND = 1e9;

    private final double perSecond;
    private final double most;
    private double tokens;
    private long at;

    TokenBucket(double perSecond, double burst, long now) {
        this.perSecond = perSecond;
        this.most = burst;
        this.tokens = burst;
        this.at = now;
    }

    /** @param now of {@code System.nanoTime()} */
    synchronized boolean take(long now) {
        tokens = Math.min(most, tokens + (now - at) / SECOND * perSecond);
        at = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
