/**
 * The vector index by itself: recall against queries a second, beside hnswlib. The only room of this module that sees the
 * retrieval service: it measures the very codec and search that a shard has.
 */
@NullMarked
package io.vicinal.evaluation.ann;

import org.jspecify.annotations.NullMarked;
