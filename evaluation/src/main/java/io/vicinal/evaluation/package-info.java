/** The commands {@code vicinal eval}, {@code vicinal bench} and {@code vicinal ingest}. */
@NullMarked
package io.vicinal.evaluation;

import org.jspecify.annotations.NullMarked;
