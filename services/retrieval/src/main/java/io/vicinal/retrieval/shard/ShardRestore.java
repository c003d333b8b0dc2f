package io.vicinal.retrieval.shard;

import io.vicinal.contracts.search.ShardId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a shard's index back from the archive. It is gathered and checked in a folder of its own, which then takes the
 * shard's place in one step: however this ends, the shard's folder is either empty or whole.
 */
final class ShardRestore {
    private static final Logger log = LoggerFactory.getLogger(ShardRestore.class);

    /** Beside the shard's folder, and on the same file system. */
    static Path gathering(Path folder) {
        return folder.resolveSibling(folder.getFileName() + ".restoring");
    }

    /**
     * The furthest index of the archive that the shard can go on from.
     *
     * @param folder the shard's, with nothing in it
     * @return empty where there is none, or the archive does not answer: then the log is replayed
     * @throws IOException for trouble with the disk
     */
    static Optional<CommitData> into(Path folder, IndexCheck check, Archive archive) throws IOException {
        Path gathering = gathering(folder);
        try {
            for (Archive.Entry entry : entries(check, archive)) {
                ShardFolder.remove(gathering);
                Optional<CommitData> restored = gathered(entry, gathering, check);
                if (restored.isPresent()) {
                    take(gathering, folder);
                    log.atInfo()
                            .addKeyValue("shard", check.shard())
                            .addKeyValue("snapshot", entry.name())
                            .addKeyValue("offset", restored.get().position().offset())
                            .log("shard restored from a snapshot");
                    return restored;
                }
            }
        } finally {
            ShardFolder.remove(gathering);
        }
        return Optional.empty();
    }

    private static List<Archive.Entry> entries(IndexCheck check, Archive archive) {
        try {
            return archive.entries(check.shard(), check.partition().topicId());
        } catch (ArchiveException e) {
            log.atWarn()
                    .addKeyValue("shard", check.shard())
                    .addKeyValue("reason", e.getMessage())
                    .log("snapshots cannot be listed, the log is replayed");
            return List.of();
        }
    }

    private static Optional<CommitData> gathered(Archive.Entry entry, Path gathering, IndexCheck check)
            throws IOException {
        Optional<String> obstacle = check.obstacle(entry.commit());
        if (obstacle.isPresent()) {
            return refused(check.shard(), entry, obstacle.get());
        }
        Files.createDirectories(gathering);
        try {
            entry.fetch(gathering);
        } catch (ArchiveException e) {
            return refused(check.shard(), entry, String.valueOf(e.getMessage()));
        }
        try (Directory directory = FSDirectory.open(gathering)) {
            IndexCheck.Found found = check.in(directory);
            return found.usable().isPresent()
                    ? found.usable()
                    : refused(check.shard(), entry, found.obstacle().orElse("there is no index in it"));
        }
    }

    private static Optional<CommitData> refused(ShardId shard, Archive.Entry entry, String reason) {
        log.atWarn()
                .addKeyValue("shard", shard)
                .addKeyValue("snapshot", entry.name())
                .addKeyValue("reason", reason)
                .log("snapshot cannot be used");
        return Optional.empty();
    }

    private static void take(Path gathering, Path folder) throws IOException {
        ShardFolder.remove(folder);
        Files.move(gathering, folder, StandardCopyOption.ATOMIC_MOVE);
        IOUtils.fsync(folder.toAbsolutePath().getParent(), true);
    }

    private ShardRestore() {}
}
