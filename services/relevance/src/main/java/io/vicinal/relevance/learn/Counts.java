package io.vicinal.relevance.learn;

/**
 * What the view holds and what it passed over, since the beginning of the logs.
 *
 * @param events of feedback that count
 * @param ignored that came after too many about the same query
 * @param unmatched that name a query which is not (or no longer, or not yet) known
 * @param garbage records of either log that cannot be read
 * @param examples queries with feedback
 * @param waiting queries without
 * @param bytes of both
 */
public record Counts(long events, long ignored, long unmatched, long garbage, long examples, long waiting, long bytes) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);
}
