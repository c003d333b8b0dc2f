package io.vicinal.retrieval.snapshot;

import io.vicinal.contracts.search.SnapshotDescription;
import org.jspecify.annotations.Nullable;

/**
 * @param snapshot that holds the shard as it is, or null where there was nothing to keep yet
 * @param unchanged whether it was there before
 */
public record SnapshotTaken(@Nullable SnapshotDescription snapshot, boolean unchanged) {}
