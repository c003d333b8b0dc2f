/** The order of what was found: signals of all shards become one score, and one list. */
@NullMarked
package io.vicinal.reranking;

import org.jspecify.annotations.NullMarked;
