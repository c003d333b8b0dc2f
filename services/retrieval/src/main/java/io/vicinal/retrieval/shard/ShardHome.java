package io.vicinal.retrieval.shard;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.search.ShardId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * What the shards of a node have in common.
 *
 * @param data the folder of their indexes
 * @param timer for refreshes and commits; must outlive the shards
 * @param clock the log's: what is compared with the times of its records must be told by the same clock
 * @param archive what an index is restored from
 */
public record ShardHome(
        Path data, ShardSettings settings, ScheduledExecutorService timer, Clock clock, Archive archive) {

    /**
     * Opens a shard below the data folder: from its last commit where that is sound and of this log, else from the furthest
     * index of the archive that is, else from nothing.
     *
     * @param before its last opening, with the writer let go: it, or what stands in for it, answers until this one serves,
     *     and is closed by this one; once this one is in its place, it is told that it has {@link Shard#succeeded() a
     *     successor}
     * @throws IOException when the folder cannot be used at the moment (locked, unreadable, no space); nothing is lost
     */
    public Shard open(Collection collection, int number, PartitionLog partition, @Nullable Shard before)
            throws IOException {
        ShardId id = new ShardId(collection.name(), collection.version(), number);
        IndexCheck check = new IndexCheck(id, partition, CommitData.format(collection), clock.instant());
        ShardFolder.Opened opened = ShardFolder.open(ShardFolder.of(data, id), check, archive);
        try {
            return new Shard(id, collection, partition, this, opened, before);
        } catch (IOException | RuntimeException e) {
            opened.directory().close();
            throw e;
        }
    }
}
