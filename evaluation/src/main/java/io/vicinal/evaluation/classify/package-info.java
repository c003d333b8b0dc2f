/** Classification: labels of texts that the platform has not seen, told by examples that it was given. */
@NullMarked
package io.vicinal.evaluation.classify;

import org.jspecify.annotations.NullMarked;
