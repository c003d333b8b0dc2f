/** From features to a probability. */
@NullMarked
package io.vicinal.relevance.judge;

import org.jspecify.annotations.NullMarked;
