package io.vicinal.inference.label;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.inference.ClassifyResult.Classified;
import io.vicinal.contracts.search.NeighbourQuery;
import io.vicinal.contracts.search.NeighbourQuery.Neighbour;
import io.vicinal.inference.classifier.Ask;
import io.vicinal.inference.classifier.Classifier;
import io.vicinal.inference.classifier.Query;
import io.vicinal.inference.learn.Learners;
import io.vicinal.inference.learn.Neighbourhood;
import io.vicinal.inference.matrix.UnitVector;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Labels documents of the collection itself as {@link Labelling} does texts, by their vectors and without themselves. Tokens
 * would have to be encoded anew: where late interaction counts beside the cosine, what goes with the cosine is taken for it.
 */
public final class DocumentLabelling {
    private final Learners learners;
    private final Neighbourhood neighbourhood;
    private final Scheduler threads;

    /** @param threads that compute labels */
    public DocumentLabelling(Learners learners, Neighbourhood neighbourhood, Scheduler threads) {
        this.learners = learners;
        this.neighbourhood = neighbourhood;
        this.threads = threads;
    }

    /** @param vector {@code float[dimensions]} with a direction: the mean of its passages' */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Unlabelled(String id, float[] vector) {}

    /**
     * @param maxRisk the share of answers that may be wrong; null to be answered whatever the confidence
     * @return one a document, in order
     */
    public Mono<List<Classified>> label(
            Collection collection, String field, @Nullable Double maxRisk, List<Unlabelled> documents) {
        Ask ask = maxRisk == null ? Ask.DEFAULT : Ask.withRisk(maxRisk);
        List<float[]> vectors = documents.stream()
                .map(document -> UnitVector.of(document.vector()))
                .toList();
        return learners.of(collection, field)
                .onErrorMap(failure -> !(failure instanceof ProblemException), DocumentLabelling::notLearned)
                .flatMap(found -> {
                    Classifier classifier = new Classifier(Labelling.model(found, learners, List.of()));
                    int k = classifier.model().neighboursWanted();
                    // one more than vote, for the document itself may be among them
                    return neighbourhood
                            .of(collection, vectors, field, Math.min(k + 1, NeighbourQuery.MAX_K), null, false)
                            .publishOn(threads)
                            .map(near -> classified(classifier, queries(documents, vectors, near, k), ask));
                });
    }

    /** It is not the documents' fault. */
    private static ProblemException notLearned(Throwable failure) {
        return ProblemType.SERVICE_UNAVAILABLE.exception(
                null, "No classifier could be trained: " + failure.getMessage());
    }

    private static List<Query> queries(
            List<Unlabelled> documents, List<float[]> vectors, List<List<Neighbour>> near, int k) {
        return IntStream.range(0, documents.size())
                .mapToObj(i -> new Query(
                        vectors.get(i),
                        near.get(i).stream()
                                .filter(other -> !documents.get(i).id().equals(other.documentId()))
                                .limit(k)
                                .map(Neighbourhood::example)
                                .toList()))
                .toList();
    }

    private static List<Classified> classified(Classifier classifier, List<Query> queries, Ask ask) {
        return classifier.classify(queries, ask).stream()
                .map(prediction ->
                        Answers.classified(prediction, classifier.model().multiValued(), false))
                .toList();
    }
}
