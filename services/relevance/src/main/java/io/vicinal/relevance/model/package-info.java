/** From features to a probability: by default, and as it was learned. */
@NullMarked
package io.vicinal.relevance.model;

import org.jspecify.annotations.NullMarked;
