package io.vicinal.kafka.registry;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.CollectionVersions;
import io.vicinal.kafka.Backoff;
import io.vicinal.kafka.KafkaProblems;
import io.vicinal.kafka.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Every collection there is, in memory, as a view of the topic {@code vicinal.collections} that a thread of its own keeps
 * up to date. While the broker is away it keeps what it has. Thread-safe.
 */
public final class CollectionRegistry implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CollectionRegistry.class);

    private final KafkaSettings settings;
    private final RegistryWriter writer;
    private final CountDownLatch loaded = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Runnable> listeners = new ArrayList<>();
    private final ReadBack readBack = new ReadBack();
    private final Thread reader;
    private volatile Map<String, CollectionVersions> collections = Map.of();

    /** Starts reading at once. */
    public CollectionRegistry(KafkaSettings settings) {
        this.settings = settings;
        this.writer = new RegistryWriter(settings);
        this.reader = Thread.ofPlatform().name("collection-registry").daemon().start(this::run);
    }

    /** The version of a collection that serves. */
    public Optional<Collection> find(String name) {
        return versions(name).map(CollectionVersions::serving);
    }

    /** The versions that serve, by name. */
    public List<Collection> all() {
        return allVersions().stream().map(CollectionVersions::serving).toList();
    }

    /** Called on the registry's thread after the initial load and after each change; at once, here, where it has loaded. */
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

    /** With its versions. */
    public Optional<CollectionVersions> versions(String name) {
        return Optional.ofNullable(collections.get(name));
    }

    /** One live version of a collection. */
    public Optional<Collection> version(String name, int number) {
        return versions(name).flatMap(versions -> versions.version(number));
    }

    /** Every collection with its versions, by name. */
    public List<CollectionVersions> allVersions() {
        return collections.values().stream()
                .sorted(Comparator.comparing(CollectionVersions::name))
                .toList();
    }

    /** Every live version of every collection. */
    public List<Collection> live() {
        return allVersions().stream()
                .flatMap(versions -> versions.live().stream())
                .toList();
    }

    /**
     * Creates or replaces, with this version alone.
     *
     * @return completes when this registry has read it back; fails with {@code ProblemException} broker unavailable
     */
    public CompletableFuture<Void> put(Collection collection) {
        return change(collection.name(), _ -> CollectionVersions.of(collection)).thenAccept(_ -> {});
    }

    /** As {@link #put}; removing what is not there is fine. */
    public CompletableFuture<Void> remove(String name) {
        return change(name, _ -> null).thenAccept(_ -> {});
    }

    /**
     * Makes of a collection's record another, as if nobody else wrote: where another process does so at the same time, one of
     * the two begins anew with what the other has written.
     *
     * @param change of the record that stands in the log (null: there is none) to what is to stand there (null: none; the
     *     same: nothing is written); may be called several times, and fail with a {@code ProblemException}
     * @return what stands there now, or null; completes when this registry has read it back. Fails with the change's problem,
     *     or broker unavailable
     */
    public CompletableFuture<@Nullable CollectionVersions> change(
            String name, Function<@Nullable CollectionVersions, @Nullable CollectionVersions> change) {
        return writer.change(name, change)
                .thenCompose(changed -> readBack.await(changed.offset()).thenApply(_ -> changed.now()));
    }

    private void run() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));
        while (closed.getCount() > 0) {
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(RegistryReader.config(settings))) {
                RegistryReader topic = new RegistryReader(consumer);
                topic.load();
                publish(topic);
                log.atInfo().addKeyValue("collections", collections.size()).log("collections read");
                backoff.reset();
                while (closed.getCount() > 0) {
                    if (topic.poll()) {
                        publish(topic);
                    }
                    readBack.reached(topic.position());
                }
            } catch (org.apache.kafka.common.errors.InterruptException _) {
                return;
            } catch (RuntimeException e) {
                // At a first start the topic is made at the same time.
                log.atLevel(isLoaded() ? Level.WARN : Level.INFO)
                        .addKeyValue("reason", e.toString())
                        .log("collections cannot be read, will try again");
                pause(backoff.next());
            }
        }
    }

    private void publish(RegistryReader topic) {
        Map<String, CollectionVersions> before = collections;
        Map<String, CollectionVersions> now = topic.collections();
        synchronized (listeners) {
            collections = now;
            boolean first = !isLoaded();
            loaded.countDown();
            if (first || !before.equals(now)) {
                listeners.forEach(CollectionRegistry::call);
            }
        }
    }

    private static void call(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("a listener for changes of collections failed");
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
