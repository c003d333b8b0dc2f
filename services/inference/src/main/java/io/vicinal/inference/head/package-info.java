/** A linear boundary between labels: multinomial logistic regression, started at the labels' means. */
@NullMarked
package io.vicinal.inference.head;

import org.jspecify.annotations.NullMarked;
