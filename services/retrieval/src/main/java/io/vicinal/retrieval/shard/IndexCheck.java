package io.vicinal.retrieval.shard;

import io.vicinal.contracts.search.ShardId;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;

/**
 * Whether an index is one that a shard can go on from: sound, and a view of its log.
 *
 * @param format that the shard is to have
 * @param now by the log's clock
 */
record IndexCheck(ShardId shard, PartitionLog partition, String format, Instant now) {

    /** Either what it was committed with, or why it cannot be used; neither where there is no index. */
    record Found(Optional<CommitData> usable, Optional<String> obstacle) {
        static final Found NOTHING = new Found(Optional.empty(), Optional.empty());

        private static Found refused(String why) {
            return new Found(Optional.empty(), Optional.of(why));
        }
    }

    /** @throws FileSystemException for trouble of the disk that is not the index's */
    Found in(Directory directory) throws IOException {
        if (!DirectoryReader.indexExists(directory)) {
            return Found.NOTHING;
        }
        Optional<CommitData> commit;
        try {
            commit = verified(directory);
        } catch (NoSuchFileException e) {
            return Found.refused("a file of its index is missing: " + e.getMessage());
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            return Found.refused("its index is corrupt: " + e.getMessage());
        }
        if (commit.isEmpty()) {
            return Found.refused("its index has no offsets");
        }
        Optional<String> obstacle = obstacle(commit.get());
        return obstacle.isPresent() ? new Found(Optional.empty(), obstacle) : new Found(commit, Optional.empty());
    }

    Optional<String> obstacle(CommitData commit) {
        return commit.obstacle(partition, format, now);
    }

    /** Reads the whole index once, against its checksums. */
    private static Optional<CommitData> verified(Directory directory) throws IOException {
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
            for (LeafReaderContext leaf : reader.leaves()) {
                leaf.reader().checkIntegrity();
            }
            return CommitData.of(reader.getIndexCommit().getUserData().entrySet());
        }
    }
}
