/** Answers worded from passages, by their own sentences or by a language model, and the check of what they cite. */
@NullMarked
package io.vicinal.inference.answer;

import org.jspecify.annotations.NullMarked;
