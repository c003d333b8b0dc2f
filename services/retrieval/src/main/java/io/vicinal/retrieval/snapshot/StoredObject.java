package io.vicinal.retrieval.snapshot;

import java.time.Instant;

/**
 * @param key within the store, parts separated by slashes
 * @param stored when, by the store's own clock
 */
record StoredObject(String key, long bytes, Instant stored) {
    String name() {
        return key.substring(key.lastIndexOf('/') + 1);
    }
}
