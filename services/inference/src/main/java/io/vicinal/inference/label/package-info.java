/** From a request's texts to their labels and numbers. */
@NullMarked
package io.vicinal.inference.label;

import org.jspecify.annotations.NullMarked;
