/** A query's way: embed, retrieve from every shard, rerank, fetch, each step within its share of the time. */
@NullMarked
package io.vicinal.gateway.search;

import org.jspecify.annotations.NullMarked;
