/** The global order of the candidates of all shards. */
@NullMarked
package io.vicinal.contracts.reranking;

import org.jspecify.annotations.NullMarked;
