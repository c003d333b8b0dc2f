/** Retrieval: Lucene shards, each a view of one log partition; they answer with scored candidates and stored passages. */
@NullMarked
package io.vicinal.retrieval;

import org.jspecify.annotations.NullMarked;
