/** Which hits are good enough to be shown: scores become probabilities of relevance. */
@NullMarked
package io.vicinal.relevance;

import org.jspecify.annotations.NullMarked;
