/** Which documents are the best examples for a prompt about a text. */
@NullMarked
package io.vicinal.inference.fewshot;

import org.jspecify.annotations.NullMarked;
