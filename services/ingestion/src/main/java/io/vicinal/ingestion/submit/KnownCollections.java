package io.vicinal.ingestion.submit;

import io.vicinal.contracts.collection.CollectionVersions;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.kafka.KafkaProblems;
import io.vicinal.kafka.registry.CollectionRegistry;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Finds collections, also one that was made a moment ago through another process and is still on its way here. */
final class KnownCollections {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(25);
    private static final int LOOKS = 12;

    private final CollectionRegistry registry;

    KnownCollections(CollectionRegistry registry) {
        this.registry = registry;
    }

    /** @return fails with {@code ProblemException} unknown collection, or broker unavailable before the registry is read */
    Mono<CollectionVersions> find(String name) {
        return Mono.defer(() -> Mono.justOrEmpty(registry.versions(name)))
                .repeatWhenEmpty(LOOKS, empty -> empty.delayElements(LOOK_AGAIN))
                .onErrorMap(IllegalStateException.class, _ -> absent(name))
                .switchIfEmpty(Mono.error(() -> absent(name)));
    }

    private RuntimeException absent(String name) {
        return registry.isLoaded()
                ? ProblemType.UNKNOWN_COLLECTION.exception(
                        "collection", "There is no collection \"%s\"; create it first.".formatted(name))
                : KafkaProblems.unavailable();
    }
}
