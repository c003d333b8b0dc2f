/** The weights that a sparse model gives passages and queries: their postings, and the dot products with them. */
@NullMarked
package io.vicinal.retrieval.sparse;

import org.jspecify.annotations.NullMarked;
