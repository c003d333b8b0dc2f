package io.vicinal.gateway.collection;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.CollectionVersions;
import io.vicinal.contracts.collection.OnIngest;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.topic.Groups;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.group.GroupStart;
import io.vicinal.kafka.group.GroupStart.From;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.kafka.registry.CollectionRegistry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Switches inference on ingest on and off. What it needs is there before the registry says so: the topic that results come
 * out of, and a consumer group whose offsets say where it begins. Errors are {@code ProblemException}s.
 */
final class OnIngestSwitch {
    /** Each has clients and a thread of its own in every inference instance. */
    static final int MAX_COLLECTIONS = 64;

    private final CollectionRegistry registry;
    private final CollectionTopics topics;

    OnIngestSwitch(CollectionRegistry registry, CollectionTopics topics) {
        this.registry = registry;
        this.topics = topics;
    }

    /** As it would be from now on, or as it goes on where it is on already: a change neither repeats nor passes over a document. */
    static @Nullable OnIngest wanted(Collection collection, @Nullable OnIngestSchema given) {
        if (given == null) {
            return null;
        }
        OnIngest before = collection.onIngest();
        Instant since = before == null || before.classify() == null
                ? Instant.now().truncatedTo(ChronoUnit.MILLIS)
                : before.classify().since();
        return OnIngestRules.resolve(collection.name(), given, collection.fields(), since);
    }

    /** Makes ready for a collection that is about to be: all that is ever written to its documents topic. */
    Mono<Void> prepare(Collection made) {
        return Mono.defer(() -> prepare(made, made.onIngest(), From.BEGINNING));
    }

    /** @param wanted of {@link #wanted}; null switches it off */
    Mono<Collection> change(Collection existing, @Nullable OnIngest wanted) {
        if (Objects.equals(wanted, existing.onIngest())) {
            return Mono.just(existing);
        }
        Mono<Void> ready = existing.onIngest() == null
                ? prepare(existing, wanted, From.NOW)
                : wanted == null ? Mono.empty() : outputTopic(existing, wanted);
        return ready.then(Mono.fromFuture(
                        () -> registry.change(existing.name(), before -> changed(before, existing, wanted)), true))
                .map(CollectionVersions::serving);
    }

    private Mono<Void> prepare(Collection collection, @Nullable OnIngest wanted, From from) {
        if (wanted == null || wanted.classify() == null) {
            return Mono.empty();
        }
        requireRoom();
        String group = Groups.onIngest(collection.name(), wanted.classify().since());
        String documents = Topics.documents(collection.name());
        return outputTopic(collection, wanted)
                .then(Mono.fromFuture(
                        () -> GroupStart.set(topics.admin(), group, documents, collection.documentsPartitions(), from),
                        true));
    }

    private Mono<Void> outputTopic(Collection collection, OnIngest wanted) {
        String topic = Objects.requireNonNull(wanted.classify()).outputTopic();
        return Mono.fromFuture(() -> topics.createOutput(topic, collection.documentsPartitions()), true)
                .onErrorMap(
                        failure -> failure instanceof ProblemException e && ProblemType.INVALID_VALUE.is(e.problem()),
                        failure -> ProblemType.INVALID_VALUE.exception(
                                OnIngestRules.OUTPUT_TOPIC,
                                ((ProblemException) failure).problem().detail()));
    }

    private void requireRoom() {
        long others = registry.all().stream()
                .filter(collection -> collection.onIngest() != null)
                .count();
        if (others >= MAX_COLLECTIONS) {
            throw ProblemType.CONFLICT.exception(
                    OnIngestRules.PROPERTY,
                    MAX_COLLECTIONS + " collections infer on ingest, the most there may be; switch one off first.");
        }
    }

    /** What was made ready goes with what was there. */
    private static CollectionVersions changed(
            @Nullable CollectionVersions before, Collection existing, @Nullable OnIngest wanted) {
        if (before == null || !Objects.equals(before.serving().onIngest(), existing.onIngest())) {
            throw ProblemType.CONFLICT.exception(
                    OnIngestRules.PROPERTY,
                    "The collection " + existing.name() + " has been changed meanwhile; try again.");
        }
        return before.withOnIngest(wanted);
    }
}
