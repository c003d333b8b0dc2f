/** Named sets of documents with a schema: what a collection is, and what it looks like while it serves. */
@NullMarked
package io.vicinal.contracts.collection;

import org.jspecify.annotations.NullMarked;
