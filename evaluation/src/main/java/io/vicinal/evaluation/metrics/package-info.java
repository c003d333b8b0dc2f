/** Pure functions over rankings and timings; they agree with trec_eval. */
@NullMarked
package io.vicinal.evaluation.metrics;

import org.jspecify.annotations.NullMarked;
