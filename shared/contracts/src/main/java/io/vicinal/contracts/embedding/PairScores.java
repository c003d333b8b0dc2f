package io.vicinal.contracts.embedding;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a cross-encoder says of a query with each of some texts.
 *
 * @param scores of each text, in their order: the sigmoid of the graph's number, from 0 to 1; null where the time was over first, and
 *     for a text without a word
 * @param truncated the places of texts whose end did not fit beside the query
 * @param scored how many have a score
 */
public record PairScores(List<@Nullable Double> scores, List<Integer> truncated, int scored) {}
