package io.vicinal.inference.neighbours;

import java.util.List;

/**
 * The nearest others of an example, with late interactions.
 *
 * @param documentId of the example
 * @param nearest nearest first; it itself may be among them
 */
public record ScoredNeighbours(String documentId, List<Neighbour> nearest) {}
