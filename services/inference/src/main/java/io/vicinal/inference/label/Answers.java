package io.vicinal.inference.label;

import io.vicinal.contracts.inference.ClassifyRequest;
import io.vicinal.contracts.inference.ClassifyResult.Classified;
import io.vicinal.contracts.inference.ClassifyResult.Evidence;
import io.vicinal.contracts.inference.ClassifyResult.LabelProbability;
import io.vicinal.contracts.inference.RegressResult.Estimated;
import io.vicinal.contracts.inference.RegressResult.NumericEvidence;
import io.vicinal.inference.classifier.Prediction;
import io.vicinal.inference.regression.Estimate;
import java.util.List;
import java.util.stream.Stream;

/** What was found out, in the words of the API. */
final class Answers {
    /** Labels of a distribution that are shown unless all are asked for; the rest has what is missing to 1. */
    private static final int LABELS = 100;

    /** @param multiValued whether examples may have several labels */
    static Classified classified(Prediction prediction, boolean multiValued, boolean everything) {
        boolean several = multiValued
                || prediction.evidence().stream().anyMatch(near -> near.labels().size() > 1);
        return new Classified(
                prediction.label(),
                several ? prediction.labels() : null,
                prediction.abstained(),
                prediction.reason() == null ? null : Labelling.word(prediction.reason()),
                shown(prediction.distribution().stream(), LABELS, everything)
                        .map(one -> new LabelProbability(one.label(), one.probability()))
                        .toList(),
                prediction.novelty(),
                prediction.isNovel(),
                shown(prediction.evidence().stream(), ClassifyRequest.SHOWN, everything)
                        .map(near -> new Evidence(
                                near.documentId(),
                                near.labels().getFirst(),
                                near.labels().size() == 1 ? null : near.labels(),
                                near.similarity(),
                                near.lateInteraction(),
                                near.weight()))
                        .toList());
    }

    static Estimated estimated(Estimate estimate, boolean everything) {
        List<NumericEvidence> evidence = shown(estimate.evidence().stream(), ClassifyRequest.SHOWN, everything)
                .map(near -> new NumericEvidence(near.documentId(), near.value(), near.similarity(), near.weight()))
                .toList();
        return new Estimated(estimate.value(), estimate.from(), estimate.to(), evidence);
    }

    private static <T> Stream<T> shown(Stream<T> all, int most, boolean everything) {
        return everything ? all : all.limit(most);
    }

    private Answers() {}
}
