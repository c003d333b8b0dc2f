/** What texts take of a language model's context. */
@NullMarked
package io.vicinal.inference.budget;

import org.jspecify.annotations.NullMarked;
