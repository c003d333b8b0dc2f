package io.vicinal.embedding.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/**
 * One file of the cache, which is only ever added to. Entries stand under numbers in the order in which they came and a
 * small index leads to them: under their hashes, each would rewrite another page, three times the bytes (decision 11). The
 * store commits once a second, and after a crash it is what it was at its last commit. Thread-safe.
 */
final class Generation implements AutoCloseable {
    private static final int CACHE_MEGABYTES = 4;

    private final Path file;
    private final MVStore store;
    private final MVMap<String, Long> index;
    private final MVMap<Long, byte[]> entries;

    private Generation(Path file, MVStore store) {
        this.file = file;
        this.store = store;
        this.index = store.openMap(
                "index",
                new MVMap.Builder<String, Long>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(LongDataType.INSTANCE));
        this.entries = store.openMap(
                "entries",
                new MVMap.Builder<Long, byte[]>().keyType(LongDataType.INSTANCE).valueType(ByteArrayDataType.INSTANCE));
    }

    /**
     * Opens the file, or makes it.
     *
     * @param failed told when writing behind fails, on a thread of the store
     * @throws org.h2.mvstore.MVStoreException when another process has it, or it is broken
     */
    static Generation open(Path file, Consumer<Throwable> failed) {
        MVStore store = new MVStore.Builder()
                .fileName(file.toString())
                .cacheSize(CACHE_MEGABYTES)
                .backgroundExceptionHandler((_, failure) -> failed.accept(failure))
                .open();
        try {
            return new Generation(file, store);
        } catch (RuntimeException e) {
            store.closeImmediately();
            throw e;
        }
    }

    @Nullable
    Known get(PassageKey key) {
        Long number = index.get(key.hash());
        byte[] entry = number == null ? null : entries.get(number);
        return entry == null ? null : PassageEntry.read(key, entry);
    }

    /**
     * The entry goes in before its place in the index, so that a commit between the two leaves nothing that leads nowhere.
     * Whoever puts one did not find it, or could not read it: it replaces what is there.
     */
    synchronized void put(PassageKey key, Known vectors) {
        Long last = entries.lastKey();
        long number = last == null ? 0 : last + 1;
        entries.put(number, PassageEntry.write(key, vectors));
        index.put(key.hash(), number);
    }

    /** Of the file, with what waits to be written. */
    long bytes() {
        return store.getFileStore().size() + store.getUnsavedMemory();
    }

    void delete() throws IOException {
        store.closeImmediately();
        Files.deleteIfExists(file);
    }

    /** Where it can no longer write, it is left as it was at its last commit. */
    @Override
    public void close() {
        try {
            store.close();
        } catch (MVStoreException _) {
            store.closeImmediately();
        }
    }
}
