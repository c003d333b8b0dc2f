package io.vicinal.retrieval.snapshot;

import io.vicinal.retrieval.shard.ArchiveException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Where snapshots lie: objects under keys, each there whole or not at all. Thread-safe.
 *
 * <p>Nobody is asked for more than that (no locks, no listing in order, no renames), so that any object store will do.
 */
interface SnapshotStore extends AutoCloseable {
    /** Where it is, for people to read. */
    String location();

    /** All objects whose key begins so; none where there are none. */
    List<StoredObject> list(String prefix) throws ArchiveException;

    /** Stores a file, or replaces what is under the key, no faster than the throttle lets it. */
    void put(String key, Path file, Throttle throttle) throws IOException;

    void put(String key, byte[] bytes) throws IOException;

    /** @throws ArchiveException where it is not there either */
    InputStream read(String key) throws ArchiveException;

    /** What is not there is deleted already. */
    void delete(String key) throws ArchiveException;

    @Override
    void close();
}
