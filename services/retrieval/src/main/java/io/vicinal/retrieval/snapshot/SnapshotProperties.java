package io.vicinal.retrieval.snapshot;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where shards are kept apart from their nodes.
 *
 * @param location a folder that all nodes see, or s3://bucket/prefix; without one, shards are not kept apart
 * @param interval how often a shard that has changed is kept; 0 keeps none by itself, and restores all the same
 * @param keep how many snapshots of a shard there are
 * @param grace how long what no snapshot needs any more is left, for those who are reading or writing it: longer than an
 *     upload or a restore of the largest shard takes
 * @param rate the most that is sent in a second, so that the log and searches keep their share of disk and network
 */
@ConfigurationProperties("vicinal.retrieval.snapshots")
public record SnapshotProperties(
        @Nullable String location,
        @DefaultValue("10m") Duration interval,
        @DefaultValue("3") int keep,
        @DefaultValue("6h") Duration grace,
        @DefaultValue("64MB") DataSize rate) {

    public SnapshotProperties {
        if (keep < 1) {
            throw new IllegalArgumentException("vicinal.retrieval.snapshots.keep is at least 1");
        }
        if (rate.toBytes() < 1) {
            throw new IllegalArgumentException("vicinal.retrieval.snapshots.rate is at least 1 byte a second");
        }
    }
}
