/** Two views of a text, its neighbours' votes and the head's logits, as one distribution. */
@NullMarked
package io.vicinal.inference.mixture;

import org.jspecify.annotations.NullMarked;
