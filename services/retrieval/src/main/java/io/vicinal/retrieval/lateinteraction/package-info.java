/** A query's tokens compared with a passage's: what of it stands in the index, and the score. */
@NullMarked
package io.vicinal.retrieval.lateinteraction;

import org.jspecify.annotations.NullMarked;
