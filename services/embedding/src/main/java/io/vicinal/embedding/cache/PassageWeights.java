package io.vicinal.embedding.cache;

import io.vicinal.contracts.embedding.SparseWeights;

/** What a sparse model made of a passage. */
public record PassageWeights(SparseWeights weights) implements Known {}
