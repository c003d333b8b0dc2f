/** The loaded models: which there are, what each does, who uses one, and how they come and go. */
@NullMarked
package io.vicinal.embedding.model;

import org.jspecify.annotations.NullMarked;
