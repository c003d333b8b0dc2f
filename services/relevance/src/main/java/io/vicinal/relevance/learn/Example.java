package io.vicinal.relevance.learn;

/**
 * A judged query with what was said of it.
 *
 * @param feedback the last event that counted, by its offset
 */
record Example(LoggedQuery query, Labels labels, long feedback) {}
