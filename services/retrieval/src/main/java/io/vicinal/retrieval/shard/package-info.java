/** A shard: a Lucene index that is a view of one partition of a passages topic, with the offsets it shows. */
@NullMarked
package io.vicinal.retrieval.shard;

import org.jspecify.annotations.NullMarked;
