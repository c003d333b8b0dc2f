/** From a request's texts to their labels, their numbers, how strange they are, and examples for their prompts. */
@NullMarked
package io.vicinal.inference.label;

import org.jspecify.annotations.NullMarked;
