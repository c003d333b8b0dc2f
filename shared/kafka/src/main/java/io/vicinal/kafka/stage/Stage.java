package io.vicinal.kafka.stage;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.kafka.Backoff;
import io.vicinal.kafka.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consume, process, produce: exactly once in effect. Records are handed to the processor as they come, many at a time; what
 * is done goes out in the order of each partition, in one transaction with the offsets it came from. After any failure of
 * Kafka the stage begins anew from the last committed offsets. One thread.
 */
public final class Stage implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Stage.class);
    private static final Duration CLOSE_AT_MOST = Duration.ofSeconds(8);

    private final StageSettings settings;
    private final KafkaSettings kafka;
    private final Supplier<Map<String, String>> topics;
    private final RecordProcessor processor;
    private final StageMeters meters;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean running;

    /**
     * Starts at once.
     *
     * @param topics to read from, name to identity, asked all the time: must be quick. A topic whose identity changes was
     *     removed and made anew
     */
    public Stage(
            StageSettings settings,
            KafkaSettings kafka,
            Supplier<Map<String, String>> topics,
            RecordProcessor processor,
            MeterRegistry meters) {
        this.settings = settings;
        this.kafka = kafka;
        this.topics = topics;
        this.processor = processor;
        this.meters = new StageMeters(meters, settings.name());
        this.thread =
                Thread.ofPlatform().name("stage-" + settings.name()).daemon().start(this::run);
    }

    /** Whether it has clients that work; false while it waits to begin anew. */
    public boolean isRunning() {
        return running;
    }

    private void run() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
        while (closed.getCount() > 0) {
            try (StageSession session = new StageSession(settings, kafka, processor, meters)) {
                running = true;
                long since = System.nanoTime();
                while (closed.getCount() > 0) {
                    if (!session.turn(topics.get())) {
                        pause(Duration.ofMillis(50));
                    }
                    if (System.nanoTime() - since > Duration.ofSeconds(10).toNanos()) {
                        backoff.reset();
                    }
                }
                session.commitCompleted();
            } catch (RuntimeException e) {
                running = false;
                if (closed.getCount() > 0) {
                    meters.restarted();
                    Duration wait = backoff.next();
                    log.atWarn()
                            .addKeyValue("stage", settings.name())
                            .addKeyValue("reason", e.toString())
                            .addKeyValue("wait_ms", wait.toMillis())
                            .log("stage failed, begins anew from the last committed offsets");
                    pause(wait);
                }
            }
        }
        running = false;
    }

    private void pause(Duration time) {
        try {
            if (closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                log.debug("closed while waiting");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Commits what is done; what is in work is begun again by the next to read it. */
    @Override
    public void close() {
        closed.countDown();
        try {
            if (!thread.join(CLOSE_AT_MOST)) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        meters.close();
    }
}
