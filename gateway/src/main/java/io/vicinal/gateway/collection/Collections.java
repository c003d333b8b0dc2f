package io.vicinal.gateway.collection;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.CollectionVersions;
import io.vicinal.contracts.collection.MinRelevance;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.embedding.ModelDescription;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.kafka.registry.CollectionRegistry;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The collections there are, and how one comes and goes. Errors are {@code ProblemException}s. */
public final class Collections {
    private final CollectionRegistry registry;
    private final CollectionTopics topics;
    private final EmbeddingApi embedding;
    private final int defaultShards;
    private final OnIngestSwitch onIngest;
    private final InTurn inTurn = new InTurn();

    /** @param created false: it was there already, with the same schema */
    record Put(Collection collection, boolean created) {}

    public Collections(
            CollectionRegistry registry, CollectionTopics topics, EmbeddingApi embedding, int defaultShards) {
        this.registry = registry;
        this.topics = topics;
        this.embedding = embedding;
        this.defaultShards = defaultShards;
        this.onIngest = new OnIngestSwitch(registry, topics);
    }

    /** The collection of a name; 404 where there is none, 503 while the registry has not been read yet. */
    public Collection find(String name) {
        return registry.find(name).orElseThrow(() -> registry.isLoaded() ? unknown(name) : notLoaded());
    }

    /** With its versions; 404 and 503 as {@link #find}. */
    CollectionVersions versions(String name) {
        return registry.versions(name).orElseThrow(() -> registry.isLoaded() ? unknown(name) : notLoaded());
    }

    /** All, by name. */
    List<Collection> all() {
        if (!registry.isLoaded()) {
            throw notLoaded();
        }
        return registry.all().stream()
                .sorted(Comparator.comparing(Collection::name))
                .toList();
    }

    /** Creates it, finds it as it is wanted, or refuses with 409 naming what differs. */
    Mono<Put> put(String name, CollectionSchema schema) {
        SchemaRules.checkName(name);
        SchemaRules.check(schema);
        OwnVectors.check(schema);
        if (schema.onIngest() != null) {
            OnIngestRules.resolve(name, schema.onIngest(), SchemaRules.fields(schema), Instant.EPOCH);
        }
        return inTurn.run(name, () -> {
            if (!registry.isLoaded()) {
                return Mono.error(notLoaded());
            }
            return registry.find(name).map(existing -> same(existing, schema)).orElseGet(() -> create(name, schema));
        });
    }

    /** Changes what may change of one that is there; 404 and 503 as {@link #find}. */
    Mono<Collection> change(String name, CollectionPatch patch) {
        return inTurn.run(
                name,
                () -> Mono.defer(() -> {
                    Collection existing = find(name);
                    return onIngest.change(existing, OnIngestSwitch.wanted(existing, patch.onIngest(existing)));
                }));
    }

    /** Its topics go first: should the registry fail then, removing it again finishes the work. */
    Mono<Void> remove(String name) {
        return inTurn.run(
                name,
                () -> Mono.defer(() -> {
                    CollectionVersions collection = versions(name);
                    return Mono.fromFuture(() -> topics.delete(collection), true)
                            .then(Mono.fromFuture(() -> registry.remove(name), true));
                }));
    }

    private Mono<Put> same(Collection existing, CollectionSchema schema) {
        List<SchemaDifference> differences = SchemaDifference.between(existing, schema);
        if (differences.isEmpty()) {
            return withMinRelevance(existing, schema.minRelevance())
                    .flatMap(now -> withOnIngest(now, schema.onIngest()))
                    .map(now -> new Put(now, false));
        }
        return Mono.error(ProblemType.CONFLICT.exception(
                differences.getFirst().property(),
                "The collection " + existing.name() + " exists with another schema: "
                        + differences.stream().map(SchemaDifference::sentence).collect(Collectors.joining("; "))
                        + ". Send the same schema, delete the collection first, or take another name."));
    }

    /** The one property that says how to search, and nothing of how its documents are kept. */
    private Mono<Collection> withMinRelevance(Collection existing, @Nullable MinRelevance wanted) {
        return wanted == null || wanted.equals(existing.minRelevance())
                ? Mono.just(existing)
                : Mono.fromFuture(
                                () -> registry.change(
                                        existing.name(),
                                        before -> before == null ? null : before.withMinRelevance(wanted)),
                                true)
                        .map(CollectionVersions::serving);
    }

    private Mono<Collection> withOnIngest(Collection existing, @Nullable OnIngestSchema wanted) {
        return wanted == null
                ? Mono.just(existing)
                : onIngest.change(existing, OnIngestSwitch.wanted(existing, wanted));
    }

    private Mono<Put> create(String name, CollectionSchema schema) {
        return resolve(name, schema)
                .map(collection -> collection.withOnIngest(OnIngestSwitch.wanted(collection, schema.onIngest())))
                .flatMap(collection -> Mono.fromFuture(() -> topics.create(collection), true)
                        .then(onIngest.prepare(collection))
                        .then(Mono.fromFuture(() -> registry.change(name, before -> orNew(before, collection)), true))
                        .flatMap(now -> now.serving().equals(collection)
                                ? Mono.just(new Put(collection, true))
                                : same(now.serving(), schema)));
    }

    private Mono<Collection> resolve(String name, CollectionSchema schema) {
        return withModel(name, schema).flatMap(collection -> SparseModel.checked(collection, embedding));
    }

    private Mono<Collection> withModel(String name, CollectionSchema schema) {
        if (OwnVectors.areWanted(schema)) {
            ModelDescription none = OwnVectors.model(Objects.requireNonNull(schema.dimensions()));
            return Mono.fromSupplier(() -> SchemaRules.resolve(name, schema, none, null, defaultShards));
        }
        return embedding
                .models()
                .map(models -> SchemaRules.model(schema, models))
                .flatMap(model -> embedding
                        .means(model.name())
                        .map(means -> SchemaRules.resolve(name, schema, model, means, defaultShards)));
    }

    /** Another gateway may have made it a moment ago. */
    private static CollectionVersions orNew(@Nullable CollectionVersions before, Collection made) {
        return before == null ? CollectionVersions.of(made) : before;
    }

    private static ProblemException unknown(String name) {
        return ProblemType.UNKNOWN_COLLECTION.exception(
                "collection",
                "There is no collection \"" + name + "\"; GET /v1/collections lists those there are, and PUT"
                        + " /v1/collections/{name} makes one.");
    }

    private static ProblemException notLoaded() {
        return ProblemType.BROKER_UNAVAILABLE.exception(
                null, "The collections have not been read from the log yet; try again in a moment.");
    }
}
