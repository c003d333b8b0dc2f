package io.vicinal.gateway.collection;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.error.ProblemType;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The model beside a collection's own that weighs the words of its documents and queries. */
final class SparseModel {
    /** What a schema says to have none, where a version before has one. */
    static final String NONE = Collection.NO_MODEL;

    private static final String KIND = "sparse";
    private static final int SHOWN = 64;

    /** Null for none. */
    static @Nullable String of(CollectionSchema schema) {
        return NONE.equals(schema.sparseModel()) ? null : schema.sparseModel();
    }

    /** The collection as it is; a {@code ProblemException} 400 where its sparse model is not loaded or of another kind. */
    static Mono<Collection> checked(Collection collection, EmbeddingApi embedding) {
        String model = collection.sparseModel();
        return model == null
                ? Mono.just(collection)
                : embedding.kinds().map(kinds -> {
                    check(model, kinds);
                    return collection;
                });
    }

    private static void check(String model, Map<String, String> kinds) {
        String kind = kinds.get(model);
        if (KIND.equals(kind)) {
            return;
        }
        String shown = model.length() <= SHOWN ? model : model.substring(0, SHOWN) + "…";
        String sparse = kinds.entrySet().stream()
                .filter(each -> each.getValue().equals(KIND))
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(", "));
        throw ProblemType.INVALID_VALUE.exception(
                "sparse_model",
                (kind == null
                                ? "There is no model \"" + shown + "\""
                                : "The model " + shown + " is of the kind " + kind
                                        + ", and sparse_model needs one of the kind sparse")
                        + (sparse.isEmpty() ? "; no sparse model is loaded." : "; loaded: " + sparse + "."));
    }

    private SparseModel() {}
}
