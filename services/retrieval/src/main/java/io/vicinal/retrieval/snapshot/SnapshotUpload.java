package io.vicinal.retrieval.snapshot;

import io.vicinal.retrieval.shard.ArchiveException;
import io.vicinal.retrieval.shard.CommitData;
import io.vicinal.retrieval.shard.HeldCommit;
import io.vicinal.retrieval.shard.Shard;
import io.vicinal.retrieval.snapshot.Manifest.IndexFile;
import io.vicinal.retrieval.snapshot.ShardArchive.Kept;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Takes a snapshot of a shard: its last commit's files that are not there yet, then the manifest that makes them one.
 * Indexing and searching go on meanwhile; the commit is held until all has been read. One runs at a time for a shard.
 */
final class SnapshotUpload {
    /** A shard to which nothing happened is kept again this often, so that its snapshot does not outlive tombstones. */
    static final Duration RENEW = Duration.ofHours(1);

    private static final int ROUNDS = 3;
    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    /**
     * @param snapshot that holds the shard now, or empty where the shard has never committed
     * @param sentBytes 0 where a snapshot held all of it already
     */
    record Taken(Optional<Manifest> snapshot, boolean unchanged, long sentBytes) {}

    private final ShardArchive archive;
    private final Checksums checksums;
    private final int keep;
    private final Throttle throttle;
    private final String node;
    private long sent;

    SnapshotUpload(ShardArchive archive, Checksums checksums, int keep, Throttle throttle, String node) {
        this.archive = archive;
        this.checksums = checksums;
        this.keep = keep;
        this.throttle = throttle;
        this.node = node;
    }

    Taken take(Shard shard) throws IOException {
        shard.commit();
        Optional<HeldCommit> held = shard.hold();
        if (held.isEmpty()) {
            return new Taken(Optional.empty(), true, 0);
        }
        try (HeldCommit commit = held.get()) {
            List<Kept> kept = archive.snapshots().furthest();
            if (!kept.isEmpty() && holds(kept.getFirst().manifest(), commit.data())) {
                return new Taken(Optional.of(kept.getFirst().manifest()), true, 0);
            }
            return new Taken(Optional.of(upload(shard, commit, kept)), false, sent);
        }
    }

    private static boolean holds(Manifest newest, CommitData commit) {
        CommitData kept = newest.data().orElseThrow();
        return kept.position().equals(commit.position())
                && kept.format().equals(commit.format())
                && !kept.time().plus(RENEW).isBefore(commit.time());
    }

    private Manifest upload(Shard shard, HeldCommit commit, List<Kept> kept) throws IOException {
        List<IndexFile> files = checksums.of(commit);
        Manifest manifest = new Manifest(
                Manifest.LAYOUT,
                ID_TIME.format(commit.data().time()) + "-"
                        + UUID.randomUUID().toString().substring(0, 8),
                shard.id().collection(),
                shard.id().version(),
                shard.id().partition(),
                commit.data().entries(),
                node,
                files);
        Map<String, Long> there = safe(kept);
        send(files, there, commit);
        archive.put(manifest);
        // another node may have tidied up what looked unneeded before the manifest was there; now nobody does any more
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Long> stored = stored();
            if (files.stream().allMatch(file -> isThere(file, stored))) {
                return manifest;
            }
            send(files, stored, commit);
        }
        throw new ArchiveException("files of the snapshot " + manifest.id() + " do not stay where they were put");
    }

    /** Files that will not be tidied up soon: those that a snapshot needs which stays. Others are sent again. */
    private Map<String, Long> safe(List<Kept> kept) throws ArchiveException {
        Set<String> needed = new HashSet<>();
        kept.stream()
                .limit(keep)
                .flatMap(snapshot -> snapshot.manifest().files().stream())
                .forEach(file -> needed.add(file.sha256()));
        Map<String, Long> there = stored();
        there.keySet().retainAll(needed);
        return there;
    }

    private Map<String, Long> stored() throws ArchiveException {
        Map<String, Long> bytes = new HashMap<>();
        archive.files().forEach((name, object) -> bytes.put(name, object.bytes()));
        return bytes;
    }

    private void send(List<IndexFile> files, Map<String, Long> there, HeldCommit commit) throws IOException {
        for (IndexFile file : files) {
            if (!isThere(file, there)) {
                archive.put(file, commit.folder().resolve(file.name()), throttle);
                sent += file.bytes();
            }
        }
    }

    private static boolean isThere(IndexFile file, Map<String, Long> there) {
        return Long.valueOf(file.bytes()).equals(there.get(file.sha256()));
    }
}
