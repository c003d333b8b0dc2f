package io.vicinal.gateway.search;

import io.vicinal.gateway.search.Pool.Chosen;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found, in order.
 *
 * @param hits best first
 * @param warning what is to be said of the order, or null
 */
record Ordered(List<Chosen> hits, @Nullable String warning) {}
