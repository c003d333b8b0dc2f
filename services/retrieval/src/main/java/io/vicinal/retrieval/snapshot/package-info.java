/** Snapshots: a shard's index kept apart from its node, file by file, and brought back where a node has none of its own. */
@NullMarked
package io.vicinal.retrieval.snapshot;

import org.jspecify.annotations.NullMarked;
