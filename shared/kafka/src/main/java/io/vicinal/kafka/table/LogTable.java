package io.vicinal.kafka.table;

import io.vicinal.kafka.Backoff;
import io.vicinal.kafka.KafkaProblems;
import io.vicinal.kafka.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A compacted topic in memory, which a thread of its own keeps up to date (what Kafka Streams calls a global table). While the
 * broker is away it keeps what it has. Thread-safe.
 */
public final class LogTable<V> implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LogTable.class);

    private final KafkaSettings settings;
    private final TableTopic<V> topic;
    private final TableWriter<V> writer;
    private final CountDownLatch loaded = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Runnable> listeners = new ArrayList<>();
    private final ReadBack readBack = new ReadBack();
    private final Thread reader;
    private volatile Map<String, V> rows = Map.of();
    private volatile long passedOver;

    /** Starts reading at once. */
    public LogTable(KafkaSettings settings, TableTopic<V> topic) {
        this.settings = settings;
        this.topic = topic;
        this.writer = new TableWriter<>(settings, topic);
        this.reader = Thread.ofPlatform().name(topic.name()).daemon().start(this::run);
    }

    /** By key. */
    public Map<String, V> rows() {
        return rows;
    }

    /** Records that are no row, as last read. */
    public long passedOver() {
        return passedOver;
    }

    /** Called on the table's thread after the initial load and after each change; at once, here, where it has loaded. */
    public void onChange(Runnable listener) {
        synchronized (listeners) {
            listeners.add(listener);
            if (isLoaded()) {
                listener.run();
            }
        }
    }

    public boolean isLoaded() {
        return loaded.getCount() == 0;
    }

    /** @throws io.vicinal.contracts.error.ProblemException broker unavailable, where it takes longer */
    public void awaitLoaded(Duration atMost) {
        try {
            if (!loaded.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw KafkaProblems.unavailable();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw KafkaProblems.unavailable();
        }
    }

    /**
     * Makes of a record another, as if nobody else wrote: where another process does so at the same time, one of the two begins
     * anew with what the other has written.
     *
     * @param change of what stands in the log (null: there is none) to what is to stand there (null: none; the same: nothing is
     *     written); may be called several times, and fail with a {@code ProblemException}
     * @return what stands there now, or null; completes when this table has read it back. Fails with the change's problem, or
     *     broker unavailable
     */
    public CompletableFuture<@Nullable V> change(String key, Function<@Nullable V, @Nullable V> change) {
        return writer.change(key, change)
                .thenCompose(changed -> readBack.await(changed.offset()).thenApply(_ -> changed.now()));
    }

    private void run() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));
        while (closed.getCount() > 0) {
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(TableReader.config(settings))) {
                TableReader<V> table = new TableReader<>(topic, consumer);
                table.load();
                publish(table);
                log.atInfo()
                        .addKeyValue("topic", topic.name())
                        .addKeyValue("rows", rows.size())
                        .log("table read");
                backoff.reset();
                while (closed.getCount() > 0) {
                    if (table.poll()) {
                        publish(table);
                    }
                    readBack.reached(table.position());
                }
            } catch (InterruptException _) {
                return;
            } catch (RuntimeException e) {
                // At a first start the topic is made at the same time.
                log.atLevel(isLoaded() ? Level.WARN : Level.INFO)
                        .addKeyValue("topic", topic.name())
                        .addKeyValue("reason", e.toString())
                        .log("table cannot be read, will try again");
                pause(backoff.next());
            }
        }
    }

    private void publish(TableReader<V> table) {
        Map<String, V> before = rows;
        Map<String, V> now = table.rows();
        synchronized (listeners) {
            rows = now;
            passedOver = table.passedOver();
            boolean first = !isLoaded();
            loaded.countDown();
            if (first || !before.equals(now)) {
                listeners.forEach(this::call);
            }
        }
    }

    private void call(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("topic", topic.name())
                    .setCause(e)
                    .log("a listener for changes of a table failed");
        }
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

    @Override
    public void close() {
        closed.countDown();
        writer.close();
        try {
            // Interrupting a consumer leaves it half closed, so that it comes last.
            if (!reader.join(Duration.ofSeconds(3))) {
                reader.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
