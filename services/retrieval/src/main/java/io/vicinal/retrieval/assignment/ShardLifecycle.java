package io.vicinal.retrieval.assignment;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.retrieval.shard.Archive;
import io.vicinal.retrieval.shard.PartitionLog;
import io.vicinal.retrieval.shard.Shard;
import io.vicinal.retrieval.shard.ShardFolders;
import io.vicinal.retrieval.shard.ShardHome;
import io.vicinal.retrieval.shard.ShardSettings;
import io.vicinal.retrieval.shard.Shards;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.util.IORunnable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens, closes and removes shards, one after the other on a thread of its own: it may take a while (checksums, a last
 * commit) and must not hold up the feeding of others.
 */
final class ShardLifecycle implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ShardLifecycle.class);
    /** Megabytes of indexing buffers in all, shared by the open shards. */
    private static final double BUFFERS_MB = 64;

    private static final int UPKEEP_THREADS = 2;

    /** How often the brokers are asked where the logs end. */
    private static final Duration WATCH = Duration.ofSeconds(30);

    private final Shards shards;
    private final ShardFolders folders;
    private final PartitionLogs logs;
    private final ShardMeters meters;
    private final Archive archive;
    private final DiskSpace disk;
    private final LogClock clock = new LogClock();
    private final LogWatch watch;
    private final ShardHome home;
    private final ScheduledThreadPoolExecutor upkeep = new ScheduledThreadPoolExecutor(
            UPKEEP_THREADS,
            Thread.ofPlatform().name("shard-upkeep-", 0).daemon().factory());
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("shard-lifecycle").daemon().factory());

    ShardLifecycle(
            Shards shards,
            ShardFolders folders,
            PartitionLogs logs,
            ShardSettings settings,
            Archive archive,
            ShardMeters meters) {
        this.shards = shards;
        this.folders = folders;
        this.logs = logs;
        this.meters = meters;
        this.archive = archive;
        this.disk = new DiskSpace(folders.data(), settings.freeBytes());
        this.home = new ShardHome(folders.data(), settings, upkeep, clock, archive);
        this.watch = new LogWatch(shards, logs, clock, WATCH);
        upkeep.setRemoveOnCancelPolicy(true);
    }

    /** Why no index is to be written now, in a sentence; empty where there is room. */
    Optional<String> shortage() {
        return disk.shortage();
    }

    /** Whether opening it can wait until there is room: it answers from the searcher that it has. */
    boolean canWait(ShardId id) {
        return shards.find(id).filter(shard -> !shard.isWritable()).isPresent()
                && disk.shortage().isPresent();
    }

    /** The shard, as it is where it is open and still a view of its log, else from its folder. */
    CompletableFuture<Shard> open(Collection collection, int partition) {
        ShardId id = new ShardId(collection.name(), collection.version(), partition);
        shards.opening(id);
        CompletableFuture<Shard> opened = new CompletableFuture<>();
        submit(() -> {
            try {
                opened.complete(openNow(id, collection));
            } catch (Exception e) {
                opened.completeExceptionally(e);
            }
        });
        return opened;
    }

    private Shard openNow(ShardId id, Collection collection) throws Exception {
        clock.ask(logs.admin());
        PartitionLog partition = logs.of(collection, id.partition());
        Shard before = shards.find(id).orElse(null);
        if (before != null && !(before.collection().isVersionOf(collection) && before.isViewOf(partition))) {
            shards.remove(id);
            meters.remove(before);
            before.abandon();
            before = null;
            shards.opening(id);
        }
        if (before != null) {
            if (before.isWritable()) {
                return before;
            }
            before.letGoOfWriter();
        }
        Shard shard = home.open(collection, id.partition(), partition, before);
        shards.opened(shard);
        if (before != null) {
            before.succeeded();
            meters.remove(before);
        }
        meters.add(shard);
        meters.opened(shard);
        shareBuffers();
        return shard;
    }

    /** Commits and closes a shard that is another node's now. */
    void close(ShardId id) {
        submit(() -> {
            Shard shard = shards.remove(id);
            if (shard != null) {
                meters.remove(shard);
                shard.close();
                shareBuffers();
            }
        });
    }

    /** Removes what is of no collection that there is: open shards with their folders, and folders left behind. */
    void keepOnly(List<Collection> collections) {
        submit(() -> {
            for (Shard shard : shards.all()) {
                if (collections.stream().noneMatch(shard.collection()::isVersionOf)) {
                    shards.remove(shard.id());
                    meters.remove(shard);
                    shard.abandon();
                    folders.remove(shard.id());
                    archive.remove(shard.id(), shard.topicId());
                }
            }
            folders.keepOnly(collections);
        });
    }

    private void shareBuffers() {
        List<Shard> all = shards.all();
        all.forEach(shard -> shard.bufferMb(Math.max(1, BUFFERS_MB / all.size())));
    }

    private void submit(IORunnable work) {
        try {
            thread.execute(() -> run(work));
        } catch (RejectedExecutionException e) {
            log.atDebug().log("no more shards are opened or closed while shutting down");
        }
    }

    private static void run(IORunnable work) {
        try {
            work.run();
        } catch (IOException | RuntimeException e) {
            log.atError().setCause(e).log("shard could not be closed or removed");
        }
    }

    /** Commits and closes every shard. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                log.warn("a shard is still being opened or closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        watch.close();
        upkeep.shutdown(); // an interrupt in the middle of a commit would close Lucene's lock under it
        for (Shard shard : shards.all()) {
            shards.remove(shard.id());
            meters.remove(shard);
            run(shard::close);
        }
    }
}
