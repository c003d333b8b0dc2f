package io.vicinal.routing;

import io.vicinal.contracts.search.RetrievalApi;

/**
 * A node that holds shards.
 *
 * @param address {@code host:port}, or {@code local} in the same process
 */
public record RetrievalNode(String address, RetrievalApi api) {}
