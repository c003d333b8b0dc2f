/** What documents tell of texts, over REST: labels, numbers, novelty, and examples for prompts. */
@NullMarked
package io.vicinal.gateway.inference;

import org.jspecify.annotations.NullMarked;
