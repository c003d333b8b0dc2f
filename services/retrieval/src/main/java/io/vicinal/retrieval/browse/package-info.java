/** Documents by their fields: in an order, and counted. */
@NullMarked
package io.vicinal.retrieval.browse;

import org.jspecify.annotations.NullMarked;
