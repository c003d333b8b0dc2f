package io.vicinal.embedding.cache;

/** What a model made of a passage. */
sealed interface Known permits PassageVectors, PassageWeights {}
