package io.vicinal.relevance.learn;

/**
 * What the view may hold.
 *
 * @param waitingBytes of queries that nothing was said of
 * @param pendingBytes of feedback on queries that are not known
 * @param joinedBytes of queries with feedback, over all collections
 * @param examplesOfACollection queries with feedback, of one collection
 */
record ViewLimits(long waitingBytes, long pendingBytes, long joinedBytes, int examplesOfACollection) {}
