package io.vicinal.kafka.provision;

import io.vicinal.kafka.Backoff;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the topics that all collections share, at start, and again until the broker is there. */
public final class FixedTopics implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FixedTopics.class);

    private final CollectionTopics topics;
    private final Thread thread;

    /** Starts at once. */
    public FixedTopics(CollectionTopics topics) {
        this.topics = topics;
        this.thread = Thread.ofVirtual().name("fixed-topics").start(this::run);
    }

    private void run() {
        Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
        while (!Thread.currentThread().isInterrupted()) {
            try {
                topics.createFixed().get();
                log.debug("topics are there");
                return;
            } catch (ExecutionException e) {
                log.atWarn()
                        .addKeyValue("reason", String.valueOf(e.getCause()))
                        .log("topics cannot be made, will try again");
            } catch (InterruptedException _) {
                return;
            }
            try {
                Thread.sleep(backoff.next());
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
