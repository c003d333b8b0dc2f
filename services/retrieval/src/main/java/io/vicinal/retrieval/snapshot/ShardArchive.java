package io.vicinal.retrieval.snapshot;

import io.vicinal.contracts.search.ShardId;
import io.vicinal.retrieval.shard.ArchiveException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of one shard, of one incarnation of its collection: {@code <collection>.v<version>/<topic
 * id>/<partition>/snapshots/<id>.json} are manifests, {@code …/files/<sha-256>} what they name. Several nodes may write there
 * at once: equal files are one, a manifest is nobody else's, and nothing is ever changed.
 */
final class ShardArchive {
    private static final Logger log = LoggerFactory.getLogger(ShardArchive.class);
    private static final String MANIFEST = ".json";

    /** @param stored by the store's clock */
    record Kept(String key, Instant stored, Manifest manifest) {
        private long offset() {
            return manifest.data().orElseThrow().position().offset();
        }
    }

    /**
     * @param furthest those that can be read, the furthest along the log first: clocks have no say in what is newest
     * @param complete false where a manifest could not be read, so that what it needs is not known
     */
    record Listing(List<Kept> furthest, boolean complete) {
        Optional<Kept> first() {
            return furthest.stream().findFirst();
        }
    }

    private final SnapshotStore store;
    private final ShardId shard;
    private final String root;

    ShardArchive(SnapshotStore store, ShardId shard, String topicId) {
        this.store = store;
        this.shard = shard;
        this.root = "%s.v%d/%s/%d/".formatted(shard.collection(), shard.version(), topicId, shard.partition());
    }

    ShardId shard() {
        return shard;
    }

    Listing snapshots() throws ArchiveException {
        List<Kept> kept = new ArrayList<>();
        boolean complete = true;
        for (StoredObject object : store.list(root + "snapshots/")) {
            if (!object.key().endsWith(MANIFEST)) {
                continue;
            }
            try {
                Manifest manifest = Manifest.read(bytes(object.key()));
                Optional<String> foreign = manifest.foreign(shard);
                if (foreign.isEmpty()) {
                    kept.add(new Kept(object.key(), object.stored(), manifest));
                } else {
                    refused(object, foreign.get());
                }
            } catch (IllegalArgumentException e) {
                complete = false;
                refused(object, String.valueOf(e.getMessage()));
            }
        }
        kept.sort(Comparator.comparingLong(Kept::offset)
                .thenComparing(
                        snapshot -> snapshot.manifest().data().orElseThrow().time())
                .reversed());
        return new Listing(kept, complete);
    }

    private void refused(StoredObject object, String reason) {
        log.atWarn()
                .addKeyValue("shard", shard)
                .addKeyValue("snapshot", object.key())
                .addKeyValue("reason", reason)
                .log("snapshot cannot be used");
    }

    private byte[] bytes(String key) throws ArchiveException {
        try (InputStream in = store.read(key)) {
            return in.readAllBytes();
        } catch (ArchiveException e) {
            throw e;
        } catch (IOException e) {
            throw new ArchiveException("reading " + store.location() + key + " broke off: " + e.getMessage(), e);
        }
    }

    /** Everything beside the manifests, by name: index files under their checksums, and what unfinished uploads left. */
    Map<String, StoredObject> files() throws ArchiveException {
        Map<String, StoredObject> files = new HashMap<>();
        store.list(root + "files/").forEach(object -> files.put(object.name(), object));
        return files;
    }

    void put(Manifest manifest) throws IOException {
        store.put(root + "snapshots/" + manifest.id() + MANIFEST, manifest.json());
    }

    void put(Manifest.IndexFile file, Path from, Throttle throttle) throws IOException {
        store.put(key(file), from, throttle);
    }

    InputStream read(Manifest.IndexFile file) throws ArchiveException {
        return store.read(key(file));
    }

    String key(Manifest.IndexFile file) {
        return root + "files/" + file.sha256();
    }

    void delete(String key) throws ArchiveException {
        store.delete(key);
    }

    /** Manifests first, so that none is left that names what is gone. */
    void deleteAll() throws ArchiveException {
        for (String part : List.of("snapshots/", "files/")) {
            for (StoredObject object : store.list(root + part)) {
                store.delete(object.key());
            }
        }
    }
}
