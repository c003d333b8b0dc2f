/** Numbers from the nearest examples, with an interval that holds what it says. */
@NullMarked
package io.vicinal.inference.regression;

import org.jspecify.annotations.NullMarked;
