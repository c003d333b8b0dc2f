/** The learned models on their topic: what judges, and what did before. */
@NullMarked
package io.vicinal.relevance.published;

import org.jspecify.annotations.NullMarked;
