package io.vicinal.retrieval.shard;

import io.vicinal.contracts.search.ShardId;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A shard's index on disk before it is opened: what it was committed with, whether it can be gone on from. */
final class ShardFolder {
    private static final Logger log = LoggerFactory.getLogger(ShardFolder.class);

    static Path of(Path data, ShardId shard) {
        return data.resolve(name(shard.collection(), shard.version())).resolve(Integer.toString(shard.partition()));
    }

    static String name(String collection, int version) {
        return collection + ".v" + version;
    }

    /**
     * Opens the folder; an index that is corrupt or no view of this log is wiped, and {@code position} is the start.
     *
     * @throws LockObtainFailedException when another process has it, whose index is then left alone
     */
    static Opened open(Path folder, ShardId shard, PartitionLog partition, String format, Instant now)
            throws IOException {
        Files.createDirectories(folder);
        Directory directory = FSDirectory.open(folder);
        try {
            directory.obtainLock(IndexWriter.WRITE_LOCK_NAME).close();
            Optional<CommitData> commit = usable(directory, shard, partition, format, now);
            if (commit.isEmpty()) {
                wipe(directory);
            }
            return new Opened(directory, commit.map(CommitData::position).orElse(Position.START));
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** @param position the next offsets to read, as the commit in the directory has them */
    record Opened(Directory directory, Position position) {}

    private static Optional<CommitData> usable(
            Directory directory, ShardId shard, PartitionLog partition, String format, Instant now) throws IOException {
        if (!DirectoryReader.indexExists(directory)) {
            return Optional.empty();
        }
        Optional<CommitData> commit;
        try {
            commit = verified(directory);
        } catch (FileSystemException e) {
            if (!(e instanceof java.nio.file.NoSuchFileException)) {
                throw e; // the disk's trouble, not the index's
            }
            return rebuild(shard, "a file of its index is missing: " + e.getMessage());
        } catch (IOException | RuntimeException e) {
            return rebuild(shard, "its index is corrupt: " + e.getMessage());
        }
        if (commit.isEmpty()) {
            return rebuild(shard, "its index has no offsets");
        }
        Optional<String> obstacle = commit.get().obstacle(partition, format, now);
        return obstacle.isPresent() ? rebuild(shard, obstacle.get()) : commit;
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

    private static Optional<CommitData> rebuild(ShardId shard, String reason) {
        log.atWarn().addKeyValue("shard", shard).addKeyValue("reason", reason).log("shard is rebuilt from its log");
        return Optional.empty();
    }

    private static void wipe(Directory directory) throws IOException {
        for (String file : directory.listAll()) {
            if (!file.equals(IndexWriter.WRITE_LOCK_NAME)) {
                directory.deleteFile(file);
            }
        }
    }

    /** Removes a folder and what is in it; missing is fine. */
    static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> inside;
        try (Stream<Path> paths = Files.walk(folder)) {
            inside = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : inside) {
            Files.deleteIfExists(path);
        }
    }

    private ShardFolder() {}
}
