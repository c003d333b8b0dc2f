package io.vicinal.embedding.text;

/** What a model made of a query. */
sealed interface Remembered permits EncodedQuery, EncodedWeights {

    /** In memory, about. */
    int bytes();
}
