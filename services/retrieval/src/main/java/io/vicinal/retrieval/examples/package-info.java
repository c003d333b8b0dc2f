/** Documents as examples of what a field says of them: those nearest to a vector, and all of them. */
@NullMarked
package io.vicinal.retrieval.examples;

import org.jspecify.annotations.NullMarked;
