package io.vicinal.gateway.collection;

import io.vicinal.contracts.collection.CollectionVersions;
import io.vicinal.contracts.collection.OtherVersion;
import io.vicinal.contracts.collection.VersionState;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.kafka.registry.CollectionRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes out versions whose time is over, and the topics of those that are out; makes the topics of those that were left without. Every gateway does so; what one has done is
 * nothing to do for the next, and what one has left half done the next one finishes.
 */
public final class VersionKeeper implements AutoCloseable {
    /** Between a version leaving the registry and its topic: stages and shards have let go of it by then. */
    static final Duration LET_GO = Duration.ofSeconds(5);

    /** A new version has its topic within this time, or never. */
    private static final Duration HALF_MADE = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(VersionKeeper.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final CollectionRegistry registry;
    private final CollectionTopics topics;
    private final VersionDescriptions descriptions;
    private final Clock clock;
    private final Disposable schedule;

    /** Starts at once. */
    public VersionKeeper(
            CollectionRegistry registry, CollectionTopics topics, VersionDescriptions descriptions, Clock clock) {
        this.registry = registry;
        this.topics = topics;
        this.descriptions = descriptions;
        this.clock = clock;
        this.schedule = Flux.interval(INTERVAL)
                .onBackpressureDrop()
                .concatMap(_ -> round().onErrorResume(VersionKeeper::later), 1)
                .subscribe();
    }

    /** Once through all collections. */
    Mono<Void> round() {
        return Flux.defer(() -> {
                    descriptions.keepOnly(registry.allVersions());
                    return Flux.fromIterable(registry.allVersions());
                })
                .concatMap(collection ->
                        createTopics(collection).then(expire(collection)).thenMany(removeTopics(collection)))
                .then();
    }

    /** A gateway that stopped between the registry and the topic of a new version has left it without one. */
    private Mono<Void> createTopics(CollectionVersions collection) {
        return Flux.fromIterable(collection.others())
                .filter(other -> other.state() == VersionState.BUILDING
                        && other.since().plus(HALF_MADE).isBefore(clock.instant()))
                .concatMap(other -> Mono.fromFuture(() -> topics.createPassages(other.collection()), true))
                .then();
    }

    private Mono<Void> expire(CollectionVersions collection) {
        Instant now = clock.instant();
        return collection.expired(now).equals(collection)
                ? Mono.empty()
                : Mono.fromFuture(() -> change(collection, before -> before.expired(now)), true)
                        .then();
    }

    private Flux<Void> removeTopics(CollectionVersions collection) {
        return Flux.fromIterable(collection.others())
                .filter(other -> other.state() == VersionState.REMOVING
                        && !other.since().plus(LET_GO).isAfter(clock.instant()))
                .concatMap(other -> removeTopic(collection, other));
    }

    private Mono<Void> removeTopic(CollectionVersions collection, OtherVersion other) {
        return Mono.fromFuture(() -> topics.deletePassages(other.collection()), true)
                .then(Mono.fromFuture(() -> change(collection, before -> before.removed(other.number())), true))
                .doOnSuccess(_ -> log.atInfo()
                        .addKeyValue("collection", collection.name())
                        .addKeyValue("version", other.number())
                        .log("version removed"))
                .then();
    }

    /** Of this very collection: one that was made anew under its name is left alone. */
    private CompletableFuture<?> change(CollectionVersions collection, UnaryOperator<CollectionVersions> change) {
        return registry.change(
                collection.name(),
                before -> before == null || !sameOrigin(before, collection) ? before : change.apply(before));
    }

    private static boolean sameOrigin(CollectionVersions one, CollectionVersions other) {
        return one.live().stream()
                .anyMatch(version -> other.version(version.version())
                        .map(version::isVersionOf)
                        .orElse(false));
    }

    private static Mono<Void> later(Throwable failure) {
        log.atWarn().addKeyValue("reason", String.valueOf(failure)).log("versions cannot be tidied up, will try again");
        return Mono.empty();
    }

    @Override
    public void close() {
        schedule.dispose();
    }
}
