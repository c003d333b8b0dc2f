package io.vicinal.inference.classifier;

import io.vicinal.inference.classifier.Prediction.Evidence;
import io.vicinal.inference.classifier.Prediction.LabelProbability;
import io.vicinal.inference.classifier.Prediction.Reason;
import io.vicinal.inference.multilabel.Thresholds;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** From a distribution to a label, or to none and why. */
final class Decision {
    private final ClassifierModel model;
    private final LabelNumbers numbers;
    private final @Nullable Double risk;
    private final OptionalDouble threshold;

    Decision(ClassifierModel model, LabelNumbers numbers, Ask ask) {
        this.model = model;
        this.numbers = numbers;
        this.risk = ask.risk();
        this.threshold =
                ask.risk() == null ? OptionalDouble.of(0) : model.risks().threshold(ask.risk());
    }

    Prediction on(double[] distribution, Query query, List<Evidence> evidence) {
        int[] order = IntStream.range(0, distribution.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(label -> -distribution[label])
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        List<String> labels = IntStream.of(order)
                .limit(model.multiValued() ? order.length : 1)
                .filter(label -> !model.multiValued() || distribution[label] >= threshold(label))
                .mapToObj(numbers.names()::get)
                .toList();
        double novelty = model.novelty().of(Classifier.similarities(query.neighbours()));
        Reason reason = reason(distribution, order, labels, novelty, evidence);
        return new Prediction(
                reason == null ? labels.getFirst() : null,
                reason == null ? labels : List.of(),
                IntStream.of(order)
                        .mapToObj(label -> new LabelProbability(numbers.names().get(label), distribution[label]))
                        .toList(),
                reason != null,
                reason,
                novelty,
                model.novelty().isNovel(novelty),
                evidence);
    }

    private double threshold(int label) {
        return label < model.thresholds().length ? model.thresholds()[label] : Thresholds.DEFAULT;
    }

    private @Nullable Reason reason(
            double[] distribution, int[] order, List<String> labels, double novelty, List<Evidence> evidence) {
        if (order.length == 0 || (evidence.isEmpty() && model.descriptions() == null)) {
            return Reason.NO_EXAMPLES;
        }
        if (model.novelty().isNovel(novelty)) {
            return Reason.NOVEL;
        }
        if (labels.isEmpty()) {
            return Reason.NO_LABEL_LIKELY;
        }
        if (risk == null) {
            return null;
        }
        if (threshold.isEmpty()) {
            return Reason.RISK_NOT_PROMISED;
        }
        return distribution[order[0]] < threshold.getAsDouble() ? Reason.UNSURE : null;
    }
}
