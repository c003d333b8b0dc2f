package io.vicinal.retrieval.snapshot;

import io.vicinal.retrieval.shard.ArchiveException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A store that fails now and then, before or after it has done what it was asked. */
record UnreliableStore(SnapshotStore store, Random random, double share) implements SnapshotStore {
    private void maybeFail(String what) throws ArchiveException {
        if (random.nextDouble() < share) {
            throw new ArchiveException("the store failed at " + what);
        }
    }

    @Override
    public String location() {
        return store.location();
    }

    @Override
    public List<StoredObject> list(String prefix) throws ArchiveException {
        maybeFail("listing");
        return store.list(prefix);
    }

    @Override
    public void put(String key, Path file, Throttle throttle) throws IOException {
        maybeFail("putting");
        store.put(key, file, throttle);
        maybeFail("answering");
    }

    @Override
    public void put(String key, byte[] bytes) throws IOException {
        maybeFail("putting");
        store.put(key, bytes);
        maybeFail("answering");
    }

    @Override
    public InputStream read(String key) throws ArchiveException {
        maybeFail("reading");
        return store.read(key);
    }

    @Override
    public void delete(String key) throws ArchiveException {
        maybeFail("deleting");
        store.delete(key);
    }

    @Override
    public void close() {
        store.close();
    }
}
