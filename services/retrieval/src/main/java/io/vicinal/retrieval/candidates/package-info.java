/** What a shard has for a query: dense and lexical candidates, each with every signal. */
@NullMarked
package io.vicinal.retrieval.candidates;

import org.jspecify.annotations.NullMarked;
