/** Vectors of passages that were encoded before, on disk: what did not change is not encoded again. */
@NullMarked
package io.vicinal.embedding.cache;

import org.jspecify.annotations.NullMarked;
