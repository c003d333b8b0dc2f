package io.vicinal.kafka.stage;

import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.group.TopicSubscription;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of a stage's clients, from the group's offsets until an error or the end. */
final class StageSession implements AutoCloseable, ConsumerRebalanceListener {
    private static final Logger log = LoggerFactory.getLogger(StageSession.class);
    /** Between two looks at the futures; a record's way is longer by half of it. */
    private static final Duration BUSY_POLL = Duration.ofMillis(2);

    private static final Duration IDLE_POLL = Duration.ofMillis(100);
    private static final Duration LAG_EVERY = Duration.ofMillis(500);

    private final StageSettings settings;
    private final RecordProcessor processor;
    private final StageMeters meters;
    private final Window window = new Window();
    private final Commit commit;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicSubscription subscription;
    private Map<String, String> subscribed = Map.of();
    private boolean paused;
    private long lagAt = System.nanoTime();

    StageSession(StageSettings settings, KafkaSettings kafka, RecordProcessor processor, StageMeters meters) {
        this.settings = settings;
        this.processor = processor;
        this.meters = meters;
        this.commit = new Commit(kafka, settings.transactionalId(kafka.nodeId()));
        try {
            Map<String, Object> config = kafka.consumer(settings.groupId());
            config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 128);
            if (settings.startsWhereToldOnly()) {
                config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
            }
            this.consumer = new KafkaConsumer<>(config);
            this.subscription = new TopicSubscription(consumer, this);
        } catch (RuntimeException e) {
            commit.close();
            throw e;
        }
    }

    /**
     * One turn: read, hand over, write what is done.
     *
     * @param topics name to identity; a topic whose identity changes was removed and made anew, and is read from its start
     * @return false where there is nothing to read from
     */
    boolean turn(Map<String, String> topics) {
        if (!topics.equals(subscribed)) {
            subscribe(topics);
        }
        if (topics.isEmpty()) {
            return false;
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(window.records() == 0 ? IDLE_POLL : BUSY_POLL)) {
            window.add(new InFlight(record, processor, settings.attempts()));
        }
        subscription.polled();
        holdBack();
        commitCompleted();
        meters.inFlight(window.records());
        if (System.nanoTime() - lagAt >= LAG_EVERY.toNanos()) {
            lagAt = System.nanoTime();
            meters.lag(lag());
        }
        return true;
    }

    /** Records of its partitions that are not committed, as far as the last fetch knows. */
    private long lag() {
        return window.records()
                + consumer.assignment().stream()
                        .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                        .sum();
    }

    void commitCompleted() {
        List<InFlight> completed = window.completed();
        if (!completed.isEmpty() && commit.write(completed, consumer.groupMetadata())) {
            window.remove(completed);
            completed.forEach(entry -> meters.committed(entry, isAccepted(entry)));
        }
    }

    private static boolean isAccepted(InFlight entry) {
        InFlight.Outcome outcome = entry.poll();
        return outcome != null && outcome.refusal() == null;
    }

    private void holdBack() {
        if (!paused && window.isFull(settings)) {
            paused = true;
        } else if (paused && window.hasRoom(settings)) {
            paused = false;
            consumer.resume(consumer.paused());
        }
        if (paused) {
            consumer.pause(consumer.assignment());
        }
    }

    private void subscribe(Map<String, String> topics) {
        List<TopicPartition> anew = consumer.assignment().stream()
                .filter(partition -> topics.containsKey(partition.topic())
                        && !topics.get(partition.topic()).equals(subscribed.get(partition.topic())))
                .toList();
        window.drop(consumer.assignment().stream()
                .filter(partition -> !topics.containsKey(partition.topic()))
                .toList());
        window.drop(anew);
        if (!anew.isEmpty()) { // none would mean all
            consumer.seekToBeginning(anew);
        }
        subscription.read(topics.keySet());
        subscribed = Map.copyOf(topics);
        log.atInfo()
                .addKeyValue("stage", settings.name())
                .addKeyValue("topics", topics.size())
                .log("stage subscribed");
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        log.atInfo()
                .addKeyValue("stage", settings.name())
                .addKeyValue("partitions", partitions.size())
                .log("partitions assigned");
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        window.drop(partitions);
    }

    @Override
    public void close() {
        window.dropAll();
        meters.inFlight(0);
        meters.lag(0);
        commit.close();
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
