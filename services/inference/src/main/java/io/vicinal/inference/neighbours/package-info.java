/** Weighted votes of the nearest examples, and how many and how sharply, by leaving each out. */
@NullMarked
package io.vicinal.inference.neighbours;

import org.jspecify.annotations.NullMarked;
