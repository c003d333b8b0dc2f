package io.vicinal.kafka.registry;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.CollectionVersions;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.codec.EventHeaders;
import io.vicinal.kafka.table.LogTable;
import io.vicinal.kafka.table.TableTopic;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Every collection there is, as {@link LogTable} has it of the topic {@code vicinal.collections}. Thread-safe. */
public final class CollectionRegistry implements AutoCloseable {
    private static final TableTopic<CollectionVersions> TOPIC = new TableTopic<>(
            Topics.COLLECTIONS,
            CollectionVersions.class,
            EventHeaders.COLLECTION,
            "/vicinal/collections/",
            (name, versions) -> name.equals(versions.name()));

    private final LogTable<CollectionVersions> table;

    /** Starts reading at once. */
    public CollectionRegistry(KafkaSettings settings) {
        this.table = new LogTable<>(settings, TOPIC);
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
        table.onChange(listener);
    }

    public boolean isLoaded() {
        return table.isLoaded();
    }

    /** @throws io.vicinal.contracts.error.ProblemException broker unavailable, where it takes longer */
    public void awaitLoaded(Duration atMost) {
        table.awaitLoaded(atMost);
    }

    /** With its versions. */
    public Optional<CollectionVersions> versions(String name) {
        return Optional.ofNullable(table.rows().get(name));
    }

    /** One live version of a collection. */
    public Optional<Collection> version(String name, int number) {
        return versions(name).flatMap(versions -> versions.version(number));
    }

    /** Every collection with its versions, by name. */
    public List<CollectionVersions> allVersions() {
        return table.rows().values().stream()
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

    /** As {@link LogTable#change}, of a collection's record. */
    public CompletableFuture<@Nullable CollectionVersions> change(
            String name, Function<@Nullable CollectionVersions, @Nullable CollectionVersions> change) {
        return table.change(name, change);
    }

    @Override
    public void close() {
        table.close();
    }
}
