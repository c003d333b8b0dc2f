/** What a cross-encoder says of the best comes into their order. */
@NullMarked
package io.vicinal.reranking.crossencoder;

import org.jspecify.annotations.NullMarked;
