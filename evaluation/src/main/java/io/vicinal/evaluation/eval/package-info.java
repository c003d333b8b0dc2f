/** Quality: every judged query in every mode, measured as trec_eval does. */
@NullMarked
package io.vicinal.evaluation.eval;

import org.jspecify.annotations.NullMarked;
