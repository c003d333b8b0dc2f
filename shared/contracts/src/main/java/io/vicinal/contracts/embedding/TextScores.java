package io.vicinal.contracts.embedding;

import java.util.List;

/**
 * How well each of some texts answers a query, by a dense model's vectors.
 *
 * @param model that compared them
 * @param scores from 0 to 1, in the order of the texts; 0 for a text without a word
 */
public record TextScores(String model, List<Double> scores) {}
