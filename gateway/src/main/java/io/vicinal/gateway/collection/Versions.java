package io.vicinal.gateway.collection;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.CollectionVersions;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.embedding.ModelDescription;
import io.vicinal.contracts.embedding.ModelMeans;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.kafka.registry.CollectionRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Versions of a collection, blue and green: a new one is built from the documents topic beside the one that serves, and one
 * record in the registry makes it the one that serves. Errors are {@code ProblemException}s.
 */
public final class Versions {
    /** Beside the one that serves: each costs a topic, its indexes, and the encoding of all that is written. */
    static final int MAX_OTHERS = 4;

    private final Collections collections;
    private final CollectionRegistry registry;
    private final CollectionTopics topics;
    private final EmbeddingApi embedding;
    private final Promotion promotion;
    private final Duration retention;
    private final InTurn inTurn = new InTurn();

    /** @param retention how long a version that has served is kept */
    public Versions(
            Collections collections,
            CollectionRegistry registry,
            CollectionTopics topics,
            EmbeddingApi embedding,
            Promotion promotion,
            Duration retention) {
        this.collections = collections;
        this.registry = registry;
        this.topics = topics;
        this.embedding = embedding;
        this.promotion = promotion;
        this.retention = retention;
    }

    /** Begins to build a version: what the schema leaves open is as it is in the one that serves. */
    Mono<Collection> build(String name, CollectionSchema schema) {
        SchemaRules.check(schema);
        if (schema.onIngest() != null) {
            throw ProblemType.INVALID_VALUE.exception(
                    OnIngestRules.PROPERTY,
                    "on_ingest is of the collection and the same in all its versions; change it with PATCH"
                            + " /v1/collections/{name}.");
        }
        return inTurn.run(
                name,
                () -> Mono.defer(() -> {
                    Collection serving = roomBeside(collections.versions(name)).serving();
                    checkFields(serving, SchemaRules.fields(schema));
                    OwnVectors.checkVersion(serving, schema);
                    return resolve(serving, schema).flatMap(version -> add(name, version));
                }));
    }

    private Mono<Collection> resolve(Collection serving, CollectionSchema schema) {
        return withModel(serving, schema).flatMap(version -> SparseModel.checked(version, embedding));
    }

    private Mono<Collection> withModel(Collection serving, CollectionSchema schema) {
        if (!serving.hasModel()) {
            return Mono.fromSupplier(() -> resolve(serving, schema, OwnVectors.model(serving.dimensions()), null));
        }
        return embedding
                .models()
                .map(models -> SchemaRules.model(schema.model() == null ? serving.model() : schema.model(), models))
                .flatMap(model -> embedding.means(model.name()).map(means -> resolve(serving, schema, model, means)));
    }

    private Mono<Collection> add(String name, Collection version) {
        return change(name, before -> {
                    roomBeside(before);
                    Collection numbered = version.asVersion(
                            before.newest() + 1, before.serving().documentsPartitions());
                    return before.building(numbered.withFields(before.serving().fields()), now());
                })
                .flatMap(now -> {
                    Collection built = now.version(now.newest()).orElseThrow();
                    return Mono.fromFuture(() -> topics.createPassages(built), true)
                            .thenReturn(built);
                });
    }

    /** Makes a version the one that serves; one that does already stays so. */
    Mono<CollectionVersions> promote(String name, int number, boolean force) {
        return inTurn.run(
                name,
                () -> Mono.defer(() -> {
                    Collection version = live(collections.versions(name), number);
                    Mono<Void> ready = force ? Mono.empty() : promotion.ready(version);
                    return ready.then(change(name, before -> promoted(before, version)));
                }));
    }

    private CollectionVersions promoted(CollectionVersions before, Collection version) {
        if (before.serving().isVersionOf(version)) {
            return before;
        }
        if (!live(before, version.version()).isVersionOf(version)) {
            throw unknown(before.name(), version.version());
        }
        Instant now = now();
        return before.promoted(version.version(), now, now.plus(retention));
    }

    /** Makes the version serve again that did last. */
    Mono<CollectionVersions> rollBack(String name, boolean force) {
        return Mono.defer(() -> promote(
                name,
                collections
                        .versions(name)
                        .lastRetired()
                        .orElseThrow(() -> ProblemType.CONFLICT.exception(
                                "versions",
                                "The collection " + name
                                        + " has no version to go back to: none that has served is kept."))
                        .number(),
                force));
    }

    /** Takes a version out; its topic and indexes follow in a moment. */
    Mono<Void> remove(String name, int number) {
        return inTurn.run(
                        name,
                        () -> change(name, before -> {
                            if (before.serving().version() == number) {
                                throw ProblemType.CONFLICT.exception(
                                        "version",
                                        "Version " + number
                                                + " serves. Promote another one first, or delete the collection.");
                            }
                            live(before, number);
                            return before.removing(number, now());
                        }))
                .then();
    }

    private Mono<CollectionVersions> change(String name, UnaryOperator<CollectionVersions> change) {
        return Mono.fromFuture(() -> registry.change(name, before -> change.apply(orGone(name, before))), true)
                .map(Objects::requireNonNull);
    }

    private static CollectionVersions orGone(String name, @Nullable CollectionVersions before) {
        if (before == null) {
            throw ProblemType.UNKNOWN_COLLECTION.exception(
                    "collection", "The collection " + name + " has been removed meanwhile.");
        }
        return before;
    }

    private static Collection resolve(
            Collection serving, CollectionSchema schema, ModelDescription model, @Nullable ModelMeans means) {
        return SchemaRules.resolve(
                serving.name(), schema.elseAs(serving, model, means), model, means, serving.shards());
    }

    private static CollectionVersions roomBeside(CollectionVersions versions) {
        if (versions.others().size() >= MAX_OTHERS) {
            throw ProblemType.CONFLICT.exception(
                    "versions",
                    "The collection " + versions.name() + " has " + MAX_OTHERS
                            + " versions beside the one that serves, the most there may be; remove one.");
        }
        return versions;
    }

    /** Every version takes every document, so that fields are only ever added. */
    private static void checkFields(Collection serving, Map<String, FieldType> given) {
        given.forEach((field, type) -> {
            FieldType there = serving.fields().get(field);
            if (there != null && there != type) {
                throw ProblemType.CONFLICT.exception(
                        "fields." + field,
                        "The field " + field + " is declared with another type. Fields may be added, not changed.");
            }
        });
    }

    private static Collection live(CollectionVersions versions, int number) {
        return versions.version(number).orElseThrow(() -> unknown(versions.name(), number));
    }

    private static ProblemException unknown(String name, int number) {
        return ProblemType.UNKNOWN_VERSION.exception(
                "version",
                "The collection " + name + " has no version " + number + "; GET /v1/collections/" + name
                        + "/versions lists those there are.");
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
