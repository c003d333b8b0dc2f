package io.vicinal.routing;

/** An answer, and the node that gave it: a point in time can be read only where it was taken. */
public record Located<T>(RetrievalNode node, T answer) {}
