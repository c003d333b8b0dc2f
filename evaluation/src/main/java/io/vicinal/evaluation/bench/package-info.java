/** Speed: the platform against the raw encoder in the same run. */
@NullMarked
package io.vicinal.evaluation.bench;

import org.jspecify.annotations.NullMarked;
