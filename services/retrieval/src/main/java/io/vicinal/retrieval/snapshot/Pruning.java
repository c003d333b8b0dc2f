package io.vicinal.retrieval.snapshot;

import io.vicinal.retrieval.shard.ArchiveException;
import io.vicinal.retrieval.snapshot.ShardArchive.Kept;
import io.vicinal.retrieval.snapshot.ShardArchive.Listing;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Deletes what is not needed any more. A snapshot goes when enough further ones have been there for the time of grace, a
 * file when no snapshot names it and it was stored longer ago than that. So whoever has begun to restore the furthest
 * snapshot, or to send the files of a new one, has that time to finish, whichever node tidies up meanwhile. All times are
 * the store's own.
 */
final class Pruning {
    private final int keep;
    private final Duration grace;

    Pruning(int keep, Duration grace) {
        this.keep = keep;
        this.grace = grace;
    }

    /** Right after a snapshot was stored: its time is the store's now. */
    void prune(ShardArchive archive) throws ArchiveException {
        // files first: what is stored after this is in no danger, what a later manifest names is found below
        Map<String, StoredObject> files = archive.files();
        Listing listing = archive.snapshots();
        Instant now = listing.furthest().stream()
                .map(Kept::stored)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
        Set<String> needed = new HashSet<>();
        List<Kept> furthest = listing.furthest();
        for (int i = 0; i < furthest.size(); i++) {
            boolean replaced = i >= keep
                    && furthest.subList(0, i).stream()
                                    .filter(further -> isOlder(further.stored(), now))
                                    .count()
                            >= keep;
            if (replaced) {
                archive.delete(furthest.get(i).key());
            } else {
                furthest.get(i).manifest().files().forEach(file -> needed.add(file.sha256()));
            }
        }
        if (!listing.complete()) {
            return; // what the unread manifest needs is not known
        }
        for (StoredObject file : files.values()) {
            if (!needed.contains(file.name()) && isOlder(file.stored(), now)) {
                archive.delete(file.key());
            }
        }
    }

    private boolean isOlder(Instant stored, Instant now) {
        return now != Instant.MIN && !stored.plus(grace).isAfter(now);
    }
}
