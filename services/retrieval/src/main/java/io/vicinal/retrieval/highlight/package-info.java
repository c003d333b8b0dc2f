/** Where the words of a query stand in a passage, and in which sentence the rarest of them are together. */
@NullMarked
package io.vicinal.retrieval.highlight;

import org.jspecify.annotations.NullMarked;
