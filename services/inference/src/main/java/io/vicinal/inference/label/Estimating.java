package io.vicinal.inference.label;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.inference.RegressRequest;
import io.vicinal.contracts.inference.RegressResult;
import io.vicinal.contracts.search.NeighbourQuery.Neighbour;
import io.vicinal.inference.learn.Learned;
import io.vicinal.inference.learn.Learners;
import io.vicinal.inference.learn.Learners.Found;
import io.vicinal.inference.learn.Neighbourhood;
import io.vicinal.inference.learn.Numbers;
import io.vicinal.inference.regression.Estimate;
import io.vicinal.inference.regression.LocalMethod;
import io.vicinal.inference.regression.NumericNeighbour;
import io.vicinal.inference.regression.RegressionModel;
import io.vicinal.inference.regression.Regressor;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Tells the numbers of texts by the regressor of a field and the text's nearest examples as they are now. */
final class Estimating {
    private final Learners learners;
    private final Neighbourhood neighbourhood;
    private final Texts texts;
    private final Scheduler threads;

    Estimating(Learners learners, Neighbourhood neighbourhood, Texts texts, Scheduler threads) {
        this.learners = learners;
        this.neighbourhood = neighbourhood;
        this.texts = texts;
        this.threads = threads;
    }

    Mono<RegressResult> estimate(Collection collection, RegressRequest asked) {
        String field = Objects.requireNonNull(asked.valueField());
        double coverage = Objects.requireNonNullElse(asked.coverage(), RegressRequest.DEFAULT_COVERAGE);
        boolean explain = Boolean.TRUE.equals(asked.explain());
        return learners.of(collection, field).flatMap(found -> {
            RegressionModel model = model(found, field);
            Regressor regressor = new Regressor(model);
            return texts.each(
                            collection,
                            "texts",
                            Objects.requireNonNull(asked.texts()),
                            vectors -> neighbourhood
                                    .of(
                                            collection,
                                            vectors,
                                            field,
                                            model.setting().neighbours(),
                                            asked.filter(),
                                            model.setting().method() == LocalMethod.LINEAR)
                                    .publishOn(threads)
                                    .map(near -> estimates(regressor, vectors, near, coverage)))
                    .map(done -> new RegressResult(
                            done.all().stream()
                                    .map(estimate -> Answers.estimated(estimate, explain))
                                    .toList(),
                            Objects.requireNonNull(Labelling.state(found)),
                            done.warnings()));
        });
    }

    /** Without one there is no interval, and without an interval a number says too little. */
    private static RegressionModel model(Found found, String field) {
        Learned learned = found.learned();
        if (learned == null || learned.regressor() == null) {
            throw ProblemType.SERVICE_UNAVAILABLE.exception(
                    "value_field",
                    "What " + field + " is like is being learned for the first time; try again in a moment.");
        }
        return learned.regressor();
    }

    private static List<Estimate> estimates(
            Regressor regressor, List<float[]> vectors, List<List<Neighbour>> near, double coverage) {
        return IntStream.range(0, vectors.size())
                .mapToObj(i -> regressor.regress(
                        vectors.get(i),
                        near.get(i).stream().map(Estimating::neighbour).toList(),
                        coverage))
                .toList();
    }

    private static NumericNeighbour neighbour(Neighbour near) {
        return new NumericNeighbour(
                Objects.requireNonNull(near.documentId()),
                Numbers.mean(near.values()),
                near.similarity(),
                near.vector());
    }
}
