/** Documents cut into passages at sentence ends, measured by the model's own tokenizer. */
@NullMarked
package io.vicinal.embedding.chunk;

import org.jspecify.annotations.NullMarked;
