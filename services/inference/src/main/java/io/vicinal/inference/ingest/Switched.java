package io.vicinal.inference.ingest;

import io.vicinal.contracts.collection.Collection;
import java.time.Instant;
import java.util.Optional;

/** A collection that infers on ingest, since a time: switched on again, it is another one. */
record Switched(String collection, Instant since) {

    /** Empty where it does not. */
    static Optional<Switched> of(Collection collection) {
        return Optional.ofNullable(collection.onIngest())
                .map(onIngest -> onIngest.classify())
                .map(classify -> new Switched(collection.name(), classify.since()));
    }
}
