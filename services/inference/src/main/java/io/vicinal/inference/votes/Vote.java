package io.vicinal.inference.votes;

/**
 * The nearest example of a group: of a shard, or of one who shows no more.
 *
 * @param similarity cosine
 */
public record Vote(String label, double similarity) {}
