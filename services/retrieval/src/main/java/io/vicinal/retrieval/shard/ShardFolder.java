package io.vicinal.retrieval.shard;

import io.vicinal.contracts.search.ShardId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A shard's index on disk before it is opened: from this disk where it can be gone on from, else restored, else none. */
final class ShardFolder {
    private static final Logger log = LoggerFactory.getLogger(ShardFolder.class);

    static Path of(Path data, ShardId shard) {
        return data.resolve(name(shard.collection(), shard.version())).resolve(Integer.toString(shard.partition()));
    }

    static String name(String collection, int version) {
        return collection + ".v" + version;
    }

    /** @param commit what the index in the directory was committed with; from {@code LOG} it is empty, at the start */
    record Opened(Directory directory, Path folder, CommitData commit, ShardOrigin origin) {}

    /**
     * Opens the folder. An index that is corrupt or no view of this log is wiped, and the newest of the archive that is
     * one takes its place.
     *
     * @throws LockObtainFailedException when another process has it, whose index is then left alone
     */
    static Opened open(Path folder, IndexCheck check, Archive archive) throws IOException {
        Files.createDirectories(folder);
        remove(ShardRestore.gathering(folder)); // of a restore that was killed
        Directory directory = FSDirectory.open(folder);
        IndexCheck.Found found;
        try {
            directory.obtainLock(IndexWriter.WRITE_LOCK_NAME).close();
            found = check.in(directory);
            if (found.usable().isPresent()) {
                return new Opened(directory, folder, found.usable().get(), ShardOrigin.LOCAL);
            }
            found.obstacle().ifPresent(why -> cannotGoOn(check.shard(), why));
            wipe(directory);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
        directory.close();
        Optional<CommitData> restored = ShardRestore.into(folder, check, archive);
        return restored.isPresent()
                ? new Opened(FSDirectory.open(folder), folder, restored.get(), ShardOrigin.SNAPSHOT)
                : new Opened(FSDirectory.open(folder), folder, nothing(check), ShardOrigin.LOG);
    }

    /** The log will have been seen from its start, beginning now. */
    private static CommitData nothing(IndexCheck check) {
        return new CommitData(check.partition().topicId(), Position.START, check.now(), check.format());
    }

    private static void cannotGoOn(ShardId shard, String reason) {
        log.atWarn().addKeyValue("shard", shard).addKeyValue("reason", reason).log("shard cannot go on from its index");
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
