/** Feedback on what was found, and what was learned from it. */
@NullMarked
package io.vicinal.gateway.relevance;

import org.jspecify.annotations.NullMarked;
