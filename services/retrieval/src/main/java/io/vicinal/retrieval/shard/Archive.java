package io.vicinal.retrieval.shard;

import io.vicinal.contracts.search.ShardId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where indexes are kept apart from the nodes: what a shard begins with when the index on disk is none to go on from. */
@FunctionalInterface
public interface Archive {
    /** Nothing is kept. */
    Archive NONE = (shard, topicId) -> List.of();

    /**
     * The indexes kept of a shard, those furthest along its log first.
     *
     * @throws ArchiveException where it cannot be asked
     */
    List<Entry> entries(ShardId shard, String topicId) throws ArchiveException;

    /** The shard's log has been removed for good: what is kept of it goes too, soon. */
    default void remove(ShardId shard, String topicId) {}

    /** One index, whole. */
    interface Entry {
        String name();

        CommitData commit();

        /**
         * Brings its files into an empty folder, on disk when this returns.
         *
         * @throws ArchiveException where a file cannot be had, or is not what it was
         * @throws IOException where the folder cannot be written
         */
        void fetch(Path folder) throws IOException;
    }
}
