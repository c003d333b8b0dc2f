/** How a query scores with passages at large, so that later steps can tell a good hit from the best of a bad lot. */
@NullMarked
package io.vicinal.retrieval.background;

import org.jspecify.annotations.NullMarked;
