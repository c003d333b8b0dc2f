package io.vicinal.retrieval.assignment;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.kafka.group.TopicSubscription;
import io.vicinal.retrieval.shard.Shard;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of the consumer that feeds the shards, on one thread. A partition that is assigned is paused, its shard is
 * opened elsewhere, and then read on from the shard's own offset; a shard that fails is opened again in the same way.
 */
final class ShardConsumer implements ConsumerRebalanceListener {
    private static final Logger log = LoggerFactory.getLogger(ShardConsumer.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicSubscription subscription;
    private final ShardLifecycle lifecycle;
    private final RecordApplier applier;
    private final LostShards lost;
    private final BooleanSupplier closing;

    private Map<String, Collection> topics = Map.of();
    private final Map<TopicPartition, Shard> feeding = new HashMap<>();
    private final Map<TopicPartition, CompletableFuture<Shard>> opening = new HashMap<>();
    private final Map<TopicPartition, Long> notBefore = new HashMap<>();
    private boolean full;

    ShardConsumer(
            KafkaConsumer<byte[], byte[]> consumer,
            ShardLifecycle lifecycle,
            RecordApplier applier,
            LostShards lost,
            BooleanSupplier closing) {
        this.consumer = consumer;
        this.subscription = new TopicSubscription(consumer, this);
        this.lifecycle = lifecycle;
        this.applier = applier;
        this.lost = lost;
        this.closing = closing;
    }

    /** Reads these topics from now on; shards of a collection that was removed or made anew are no longer fed. */
    void read(Map<String, Collection> wanted) {
        feeding.entrySet().removeIf(entry -> {
            Collection now = wanted.get(entry.getKey().topic());
            return now == null || !now.isVersionOf(entry.getValue().collection());
        });
        opening.keySet().removeIf(partition -> {
            Collection before = topics.get(partition.topic());
            Collection now = wanted.get(partition.topic());
            return before == null || now == null || !before.isVersionOf(now);
        });
        topics = wanted;
        feeding.forEach(this::update);
        subscription.read(wanted.keySet());
    }

    private void update(TopicPartition partition, Shard shard) {
        Collection now = topics.get(partition.topic());
        if (now != null) {
            shard.update(now);
        }
    }

    /** One round: feed what there is, open what is missing, let go of what has been lost for long. */
    void poll() {
        heedDisk();
        dropBroken();
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        subscription.polled();
        for (TopicPartition partition : records.partitions()) {
            feed(partition, records.records(partition));
        }
        records.nextOffsets().forEach((partition, next) -> {
            Shard shard = feeding.get(partition);
            if (shard != null && !closing.getAsBoolean()) {
                shard.skipTo(next.offset());
            }
        });
        feeding.forEach((partition, shard) -> consumer.currentLag(partition)
                .ifPresent(lag -> shard.logEndsAt(shard.applied().offset() + lag)));
        startOpening();
        finishOpening();
        lost.expire(lifecycle::close);
    }

    /** A full disk is not written on: shards answer from what they have, and are fed again when there is room. */
    private void heedDisk() {
        Optional<String> shortage = lifecycle.shortage();
        feeding.values().forEach(shard -> shard.readOnly(shortage.orElse(null)));
        if (shortage.isPresent() && !full) {
            consumer.pause(feeding.keySet());
        } else if (shortage.isEmpty() && full) {
            consumer.resume(feeding.keySet());
        }
        full = shortage.isPresent();
    }

    /** A writer may end without a record at hand: on a merge, a commit, a refresh. */
    private void dropBroken() {
        List<TopicPartition> broken = feeding.entrySet().stream()
                .filter(entry -> !entry.getValue().isWritable())
                .map(Map.Entry::getKey)
                .toList();
        for (TopicPartition partition : broken) {
            Shard shard = feeding.remove(partition);
            if (shard != null) {
                shard.readOnly("Its index could not be written; it is opened again.");
            }
            tryAgainLater(partition);
        }
    }

    private void feed(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        Shard shard = feeding.get(partition);
        if (shard == null) {
            return; // its collection has just gone
        }
        try {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (closing.getAsBoolean()) {
                    return;
                }
                applier.apply(record, shard);
            }
        } catch (IOException | RuntimeException e) {
            log.atError()
                    .setCause(e instanceof ProblemException ? null : e)
                    .addKeyValue("shard", shard.id())
                    .addKeyValue("offset", shard.applied().offset())
                    .addKeyValue("reason", e.toString())
                    .log("shard cannot be fed, will try again");
            if (!shard.isWritable()) {
                shard.readOnly("Its index could not be written: " + e.getMessage());
            }
            feeding.remove(partition);
            tryAgainLater(partition);
        }
    }

    private void startOpening() {
        for (TopicPartition partition : consumer.assignment()) {
            Collection collection = topics.get(partition.topic());
            if (collection == null || feeding.containsKey(partition) || opening.containsKey(partition)) {
                continue;
            }
            if (lifecycle.canWait(shard(partition))) {
                consumer.pause(Set.of(partition));
            } else if (System.nanoTime() - notBefore.getOrDefault(partition, Long.MIN_VALUE / 2) >= 0) {
                consumer.pause(Set.of(partition));
                opening.put(partition, lifecycle.open(collection, partition.partition()));
            }
        }
    }

    private void finishOpening() {
        List<TopicPartition> done = opening.entrySet().stream()
                .filter(entry -> entry.getValue().isDone())
                .map(Map.Entry::getKey)
                .toList();
        for (TopicPartition partition : done) {
            CompletableFuture<Shard> opened = opening.remove(partition);
            if (!consumer.assignment().contains(partition) || opened == null) {
                continue;
            }
            try {
                Shard shard = opened.join();
                update(partition, shard); // it may have got fields meanwhile
                feeding.put(partition, shard);
                consumer.seek(partition, shard.applied().offset());
                if (!full) {
                    consumer.resume(Set.of(partition));
                }
            } catch (CompletionException e) {
                log.atError()
                        .addKeyValue("partition", partition)
                        .addKeyValue("reason", String.valueOf(e.getCause()))
                        .log("shard cannot be opened, will try again");
                tryAgainLater(partition);
            }
        }
    }

    private void tryAgainLater(TopicPartition partition) {
        if (consumer.assignment().contains(partition)) {
            consumer.pause(Set.of(partition));
        }
        notBefore.put(partition, System.nanoTime() + TRY_AGAIN.toNanos());
    }

    @Override
    public void onPartitionsAssigned(java.util.Collection<TopicPartition> added) {
        consumer.pause(added);
        // any position at all, so that none is looked for; the shard's own follows when it is open
        added.forEach(partition -> consumer.seek(partition, 0));
        lost.assigned(consumer.assignment().stream().map(this::shard).toList());
        startOpening();
    }

    @Override
    public void onPartitionsRevoked(java.util.Collection<TopicPartition> revoked) {
        for (TopicPartition partition : revoked) {
            feeding.remove(partition);
            opening.remove(partition);
            notBefore.remove(partition);
        }
    }

    private ShardId shard(TopicPartition partition) {
        return PassagesTopic.shard(partition);
    }
}
