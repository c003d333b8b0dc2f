/** Pure functions over rankings, labels and timings; they agree with trec_eval and scikit-learn. */
@NullMarked
package io.vicinal.evaluation.metrics;

import org.jspecify.annotations.NullMarked;
