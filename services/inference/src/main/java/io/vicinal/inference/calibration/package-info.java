/** Probabilities that are as often right as they say. */
@NullMarked
package io.vicinal.inference.calibration;

import org.jspecify.annotations.NullMarked;
