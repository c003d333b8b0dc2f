/** Texts of a request, in no collection, in the order in which they answer a query. */
@NullMarked
package io.vicinal.embedding.rerank;

import org.jspecify.annotations.NullMarked;
