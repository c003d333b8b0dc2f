package io.vicinal.inference.neighbours;

import java.util.List;

/**
 * An example near to what is asked.
 *
 * @param labels at least one
 * @param similarity cosine
 */
public record Neighbour(String documentId, List<String> labels, double similarity) {}
