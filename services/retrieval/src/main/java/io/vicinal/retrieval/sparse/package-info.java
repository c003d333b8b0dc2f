/** The weights that a sparse model gives passages, as they stand in the index. */
@NullMarked
package io.vicinal.retrieval.sparse;

import org.jspecify.annotations.NullMarked;
