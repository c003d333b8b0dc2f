/** How strange a text is to the examples. */
@NullMarked
package io.vicinal.inference.novelty;

import org.jspecify.annotations.NullMarked;
