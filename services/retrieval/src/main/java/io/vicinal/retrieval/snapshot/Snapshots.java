package io.vicinal.retrieval.snapshot;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.search.SnapshotDescription;
import io.vicinal.retrieval.shard.Archive;
import io.vicinal.retrieval.shard.ArchiveException;
import io.vicinal.retrieval.shard.Shard;
import io.vicinal.retrieval.shard.Shards;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This node's snapshots: taken from its shards from time to time or when asked, and what its shards are restored from. */
public final class Snapshots implements Archive, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Snapshots.class);

    private final @Nullable SnapshotStore store;
    private final SnapshotProperties settings;
    private final String node;
    private final SnapshotMeters meters;
    private final Throttle throttle;
    private final SnapshotSchedule schedule;
    private final Map<ShardId, Checksums> checksums = new ConcurrentHashMap<>();

    /**
     * @param node its name, in what it takes
     * @throws IllegalArgumentException with a sentence, for a location that names no store
     */
    public Snapshots(SnapshotProperties settings, S3Properties s3, String node, Shards shards, MeterRegistry metrics) {
        this(
                settings,
                settings.location() == null || settings.location().isBlank()
                        ? null
                        : StoreLocation.open(settings.location().strip(), s3),
                node,
                shards,
                metrics);
    }

    /** @param store null for none: nothing is taken, and nothing restored; closed with this */
    Snapshots(
            SnapshotProperties settings,
            @Nullable SnapshotStore store,
            String node,
            Shards shards,
            MeterRegistry metrics) {
        this.store = store;
        this.settings = settings;
        this.node = node;
        this.meters = new SnapshotMeters(metrics);
        this.throttle = new Throttle(settings.rate().toBytes());
        this.schedule =
                new SnapshotSchedule(shards, store == null ? Duration.ZERO : settings.interval(), this::take, meters);
    }

    @Override
    public List<Archive.Entry> entries(ShardId shard, String topicId) throws ArchiveException {
        if (store == null) {
            return List.of();
        }
        ShardArchive archive = new ShardArchive(store, shard, topicId);
        return archive.snapshots().furthest().stream()
                .map(kept -> (Archive.Entry) new StoredSnapshot(archive, kept.manifest(), meters))
                .toList();
    }

    /** Of this shard, the furthest first. Blocks. */
    public List<SnapshotDescription> list(Shard shard) throws ArchiveException {
        return archive(shard).snapshots().furthest().stream()
                .map(kept -> kept.manifest().description())
                .toList();
    }

    /**
     * Takes one now, after the one that runs. Empty where there is nothing to keep yet; the last one where nothing has
     * changed since.
     *
     * @throws ProblemException conflict, where there is no place for snapshots
     */
    public CompletableFuture<SnapshotTaken> now(Shard shard) {
        archive(shard);
        return schedule.now(shard)
                .thenApply(taken -> new SnapshotTaken(
                        taken.snapshot().map(Manifest::description).orElse(null), taken.unchanged()));
    }

    private SnapshotUpload.Taken take(Shard shard) throws IOException {
        Timer.Sample sample = meters.start();
        String outcome = "failed";
        long sent = 0;
        try {
            ShardArchive archive = archive(shard);
            SnapshotUpload.Taken taken = new SnapshotUpload(
                            archive,
                            checksums.computeIfAbsent(shard.id(), id -> new Checksums()),
                            settings.keep(),
                            throttle,
                            node)
                    .take(shard);
            sent = taken.sentBytes();
            outcome = taken.unchanged() ? "unchanged" : "taken";
            if (!taken.unchanged()) {
                said(shard, taken);
                prune(archive);
            }
            return taken;
        } finally {
            meters.snapshot(sample, outcome, sent);
        }
    }

    private static void said(Shard shard, SnapshotUpload.Taken taken) {
        Manifest manifest = taken.snapshot().orElseThrow();
        log.atInfo()
                .addKeyValue("shard", shard.id())
                .addKeyValue("snapshot", manifest.id())
                .addKeyValue("bytes", manifest.bytes())
                .addKeyValue("sentBytes", taken.sentBytes())
                .log("snapshot taken");
    }

    /** The snapshot is taken, whatever comes of this. */
    private void prune(ShardArchive archive) {
        try {
            new Pruning(settings.keep(), settings.grace()).prune(archive);
        } catch (ArchiveException e) {
            log.atWarn()
                    .addKeyValue("shard", archive.shard())
                    .addKeyValue("reason", e.getMessage())
                    .log("old snapshots are not tidied up, will try again");
        }
    }

    @Override
    public void remove(ShardId shard, String topicId) {
        checksums.remove(shard);
        if (store == null) {
            return;
        }
        ShardArchive archive = new ShardArchive(store, shard, topicId);
        schedule.later(() -> {
            try {
                archive.deleteAll();
                log.atInfo().addKeyValue("shard", shard).log("snapshots of a removed collection deleted");
            } catch (ArchiveException e) {
                log.atWarn()
                        .addKeyValue("shard", shard)
                        .addKeyValue("reason", e.getMessage())
                        .log("snapshots of a removed collection are left behind");
            }
        });
    }

    private ShardArchive archive(Shard shard) {
        if (store == null) {
            throw ProblemType.CONFLICT.exception(
                    null,
                    "There is no place for snapshots: set vicinal.retrieval.snapshots.location on the retrieval nodes.");
        }
        return new ShardArchive(store, shard.id(), shard.topicId());
    }

    /** Where they go, for people to read; null where there is no place. */
    public @Nullable String location() {
        return store == null ? null : store.location();
    }

    /** Shards whose last snapshot failed, with the reason. */
    public Map<ShardId, String> failing() {
        return schedule.failing();
    }

    @Override
    public void close() {
        throttle.stop();
        schedule.close();
        if (store != null) {
            store.close();
        }
    }
}
