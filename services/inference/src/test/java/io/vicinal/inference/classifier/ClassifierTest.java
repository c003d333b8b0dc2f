package io.vicinal.inference.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.inference.Clusters;
import io.vicinal.inference.classifier.Prediction.LabelProbability;
import io.vicinal.inference.classifier.Prediction.Reason;
import io.vicinal.inference.examples.Example;
import io.vicinal.inference.neighbours.Neighbour;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ClassifierTest {
    private static ClassifierModel train(List<Example> examples, LabelDescription... descriptions) {
        return ClassifierTrainer.train(Clusters.sample(examples), new TrainingOptions(2, List.of(descriptions)));
    }

    private static Query query(float[] vector, List<Example> examples, ClassifierModel model) {
        return new Query(vector, Clusters.neighbours(vector, examples, model.neighboursWanted()));
    }

    private static double sum(Prediction prediction) {
        return prediction.distribution().stream()
                .mapToDouble(LabelProbability::probability)
                .sum();
    }

    @Test
    void doesOnNewTextsAsItsReportSays() {
        Clusters clusters = new Clusters(10, 2, 1);
        List<Example> examples = clusters.examples(60);
        ClassifierModel model = train(examples);
        List<Query> queries = IntStream.range(0, 2000)
                .mapToObj(i -> query(clusters.of(i % 10), examples, model))
                .toList();
        List<Prediction> predictions = new Classifier(model).classify(queries, Ask.DEFAULT);
        double right = 0;
        double confidence = 0;
        for (int i = 0; i < predictions.size(); i++) {
            LabelProbability first = predictions.get(i).distribution().getFirst();
            right += first.label().equals(Clusters.name(i % 10)) ? 1 : 0;
            confidence += first.probability();
            assertThat(sum(predictions.get(i))).isCloseTo(1, within(1e-9));
        }
        assertThat(right / 2000).isBetween(0.75, 0.99).isCloseTo(model.report().accuracy(), within(0.04));
        assertThat(confidence / 2000).isCloseTo(right / 2000, within(0.04));
        assertThat(model.report().chosen().headWeight()).isPositive();
        assertThat(model.report().evaluated()).isEqualTo(600);
        assertThat(model.report().labels()).hasSize(10).allMatch(label -> label.support() == 60);
        assertThat(model.report().confusions()).isNotEmpty();
        assertThat(model.report().calibrationError()).isLessThan(0.08);
    }

    @Test
    void keepsTheRiskThatWasAskedFor() {
        Clusters clusters = new Clusters(10, 2, 2);
        List<Example> examples = clusters.examples(150);
        ClassifierModel model = train(examples);
        int answered = 0;
        int wrong = 0;
        for (int i = 0; i < 3000; i++) {
            Prediction prediction = new Classifier(model)
                    .classify(List.of(query(clusters.of(i % 10), examples, model)), Ask.withRisk(0.05))
                    .getFirst();
            answered += prediction.abstained() ? 0 : 1;
            wrong += prediction.abstained() || Clusters.name(i % 10).equals(prediction.label()) ? 0 : 1;
        }
        assertThat(answered).isGreaterThan(1000);
        assertThat((double) wrong / answered).isLessThan(0.06);
    }

    @Test
    void aStrangerHasNoLabelAndItsReason() {
        Clusters clusters = new Clusters(3, 0.3, 3);
        List<Example> examples = clusters.examples(6);
        ClassifierModel model = train(examples);
        Classifier classifier = new Classifier(model);
        Query known = query(clusters.of(1), examples, model);
        Query strange = query(clusters.stranger(), examples, model);
        Prediction first = classifier.classify(known.vector(), known.neighbours());
        Prediction second = classifier.classify(strange.vector(), strange.neighbours());
        assertThat(first.label()).isEqualTo(Clusters.name(1));
        assertThat(first.abstained()).isFalse();
        assertThat(second.label()).isNull();
        assertThat(second.reason()).isEqualTo(Reason.NOVEL);
        assertThat(second.isNovel()).isTrue();
        assertThat(second.novelty()).isGreaterThan(first.novelty());
        assertThat(second.distribution()).hasSize(3);
    }

    @Test
    void evidenceIsTheNeighboursWithTheirShareOfTheVotes() {
        Clusters clusters = new Clusters(3, 0.5, 4);
        List<Example> examples = clusters.examples(30);
        ClassifierModel model = train(examples);
        Query query = query(clusters.of(2), examples, model);
        Prediction prediction = new Classifier(model)
                .classify(List.of(query), new Ask(7, 0.05, null, Ask.Prior.EXAMPLES))
                .getFirst();
        assertThat(prediction.evidence()).hasSize(7);
        assertThat(prediction.evidence().getFirst().documentId())
                .isEqualTo(query.neighbours().getFirst().documentId());
        assertThat(prediction.evidence().stream()
                        .mapToDouble(Prediction.Evidence::weight)
                        .sum())
                .isBetween(0.5, 1.0);
    }

    @Test
    void aLabelThatCameAfterTrainingIsDecidedByItsExamples() {
        Clusters clusters = new Clusters(4, 0.4, 5);
        List<Example> all = clusters.examples(20);
        List<Example> before = all.stream()
                .filter(example -> !example.labels().contains(Clusters.name(3)))
                .toList();
        ClassifierModel model = train(before);
        Query query = query(clusters.of(3), all, model);
        Prediction prediction = new Classifier(model).classify(query.vector(), query.neighbours());
        assertThat(prediction.distribution().getFirst().label()).isEqualTo(Clusters.name(3));
        assertThat(sum(prediction)).isCloseTo(1, within(1e-9));
    }

    @Test
    void modelsAreTheSameAfterJson() {
        Clusters clusters = new Clusters(4, 0.8, 6);
        List<Example> examples = clusters.examples(20);
        ClassifierModel model = train(examples, new LabelDescription(Clusters.name(0), clusters.centre(0)));
        JsonMapper json = JsonMapper.shared();
        ClassifierModel read = json.readValue(json.writeValueAsString(model), ClassifierModel.class);
        Query query = query(clusters.of(2), examples, model);
        assertThat(new Classifier(read).classify(query.vector(), query.neighbours()))
                .isEqualTo(new Classifier(model).classify(query.vector(), query.neighbours()));
        assertThat(read.report()).isEqualTo(model.report());
    }

    @Test
    void nothingAtAllIsAnsweredWithNothing() {
        ClassifierModel model = train(List.of());
        Prediction prediction = new Classifier(model).classify(new float[] {1, 0}, List.of());
        assertThat(prediction.reason()).isEqualTo(Reason.NO_EXAMPLES);
        assertThat(prediction.distribution()).isEmpty();
        assertThat(model.report().accuracy()).isNull();
    }

    @Test
    void oneLabelIsThatLabel() {
        Clusters clusters = new Clusters(1, 0.4, 7);
        List<Example> examples = clusters.examples(12);
        ClassifierModel model = train(examples);
        Query query = query(clusters.of(0), examples, model);
        Prediction prediction = new Classifier(model).classify(query.vector(), query.neighbours());
        assertThat(prediction.label()).isEqualTo(Clusters.name(0));
        assertThat(prediction.distribution()).hasSize(1);
        assertThat(sum(prediction)).isCloseTo(1, within(1e-9));
        Query strange = query(clusters.stranger(), examples, model);
        assertThat(new Classifier(model)
                        .classify(strange.vector(), strange.neighbours())
                        .reason())
                .isEqualTo(Reason.NOVEL);
    }

    @Test
    void oneExampleALabelIsEnoughToAnswer() {
        Clusters clusters = new Clusters(5, 0.3, 8);
        List<Example> examples = clusters.examples(1);
        ClassifierModel model = train(examples);
        for (int label = 0; label < 5; label++) {
            Query query = query(clusters.of(label), examples, model);
            Prediction prediction = new Classifier(model).classify(query.vector(), query.neighbours());
            assertThat(prediction.distribution().getFirst().label()).isEqualTo(Clusters.name(label));
            assertThat(prediction.distribution()).allMatch(one -> Double.isFinite(one.probability()));
        }
        assertThat(model.report().evaluated()).isZero();
        assertThat(model.report().accuracy()).isNull();
        assertThat(model.risks().threshold(0.02)).isEmpty();
        Query query = query(clusters.of(0), examples, model);
        assertThat(new Classifier(model).classify(List.of(query), Ask.withRisk(0.02)))
                .extracting(Prediction::reason)
                .containsOnly(Reason.RISK_NOT_PROMISED);
    }

    @Test
    void withoutExamplesDescriptionsDecide() {
        Clusters clusters = new Clusters(4, 0.5, 9);
        ClassifierModel model = train(List.of(), described(clusters, 4));
        Prediction prediction = new Classifier(model).classify(clusters.of(2), List.of());
        assertThat(prediction.label()).isEqualTo(Clusters.name(2));
        assertThat(sum(prediction)).isCloseTo(1, within(1e-9));
        assertThat(prediction.novelty()).isZero();
    }

    private static LabelDescription[] described(Clusters clusters, int labels) {
        return IntStream.range(0, labels)
                .mapToObj(label -> new LabelDescription(Clusters.name(label), clusters.centre(label)))
                .toArray(LabelDescription[]::new);
    }

    /** Descriptions that are right help while examples are few; wrong ones stop counting as examples come. */
    @Test
    void descriptionsCountAsMuchAsTheyAreWorth() {
        Clusters clusters = new Clusters(6, 2, 10);
        LabelDescription[] good = described(clusters, 6);
        LabelDescription[] wrong = IntStream.range(0, 6)
                .mapToObj(label -> new LabelDescription(Clusters.name(label), clusters.centre((label + 1) % 6)))
                .toArray(LabelDescription[]::new);
        List<Example> few = clusters.examples(2);
        List<Example> many = clusters.examples(60);
        assertThat(accuracy(clusters, few, good)).isGreaterThan(accuracy(clusters, few) + 0.05);
        assertThat(accuracy(clusters, many, good)).isGreaterThan(accuracy(clusters, many) - 0.02);
        assertThat(accuracy(clusters, many, wrong)).isGreaterThan(accuracy(clusters, many) - 0.03);
        assertThat(train(many, wrong).voting().base())
                .isLessThan(train(many, good).voting().base());
    }

    private static double accuracy(Clusters clusters, List<Example> examples, LabelDescription... descriptions) {
        ClassifierModel model = train(examples, descriptions);
        Classifier classifier = new Classifier(model);
        double right = 0;
        for (int i = 0; i < 600; i++) {
            Query query = query(clusters.of(i % 6), examples, model);
            right += classifier
                            .classify(query.vector(), query.neighbours())
                            .distribution()
                            .getFirst()
                            .label()
                            .equals(Clusters.name(i % 6))
                    ? 1
                    : 0;
        }
        return right / 600;
    }

    @Test
    void ofSeveralLabelsEachHasItsThreshold() {
        Clusters clusters = new Clusters(3, 0.6, 11);
        List<Example> examples = new ArrayList<>();
        for (Example example : clusters.examples(40)) {
            List<String> labels =
                    example.labels().contains(Clusters.name(0)) ? List.of(Clusters.name(0), "also") : example.labels();
            examples.add(new Example(example.documentId(), example.vector(), labels));
        }
        ClassifierModel model = train(examples);
        assertThat(model.multiValued()).isTrue();
        assertThat(model.report().macroF1()).isGreaterThan(0.95);
        Query both = query(clusters.of(0), examples, model);
        Query one = query(clusters.of(1), examples, model);
        List<Prediction> predictions = new Classifier(model).classify(List.of(both, one), Ask.DEFAULT);
        assertThat(predictions.getFirst().labels()).containsExactlyInAnyOrder(Clusters.name(0), "also");
        assertThat(predictions.getLast().labels()).containsExactly(Clusters.name(1));
        assertThat(new Classifier(model).classify(List.of(one), Ask.withRisk(0.1)))
                .extracting(Prediction::reason)
                .containsOnly(Reason.RISK_NOT_PROMISED);
        assertThatThrownBy(
                        () -> new Classifier(model).classify(List.of(one), new Ask(null, null, null, Ask.Prior.BATCH)))
                .hasMessageContaining("prior");
    }

    @Test
    void aBatchTellsHowFrequentItsLabelsAre() {
        Clusters clusters = new Clusters(2, 2.2, 12);
        List<Example> examples = clusters.examples(200);
        ClassifierModel model = train(examples);
        List<Query> shifted = IntStream.range(0, 1000)
                .mapToObj(i -> query(clusters.of(i % 20 == 0 ? 0 : 1), examples, model))
                .toList();
        assertThat(right(model, shifted, Ask.Prior.BATCH)).isGreaterThan(right(model, shifted, Ask.Prior.EXAMPLES));
    }

    private static long right(ClassifierModel model, List<Query> shifted, Ask.Prior prior) {
        List<Prediction> predictions = new Classifier(model).classify(shifted, new Ask(null, null, null, prior));
        return IntStream.range(0, shifted.size())
                .filter(i ->
                        predictions.get(i).distribution().getFirst().label().equals(Clusters.name(i % 20 == 0 ? 0 : 1)))
                .count();
    }

    @Test
    void manyLabelsDoWithoutAHead() {
        Clusters clusters = new Clusters(2_100, 0.3, 13);
        List<Example> examples = clusters.examples(2);
        ClassifierModel model = train(examples);
        assertThat(model.head()).isNull();
        Query query = query(clusters.of(1234), examples, model);
        assertThat(new Classifier(model)
                        .classify(query.vector(), query.neighbours())
                        .distribution()
                        .getFirst()
                        .label())
                .isEqualTo(Clusters.name(1234));
    }

    @Test
    void tenThousandLabelsAreTold() {
        Clusters clusters = new Clusters(10_000, 0.1, 15);
        List<Example> examples = clusters.examples(2);
        ClassifierModel model = train(examples);
        assertThat(model.labels()).hasSize(10_000);
        assertThat(model.report().accuracy()).isGreaterThan(0.9);
        Query query = query(clusters.of(4321), examples, model);
        assertThat(new Classifier(model)
                        .classify(query.vector(), query.neighbours())
                        .distribution()
                        .getFirst()
                        .label())
                .isEqualTo("label-4321");
    }

    @Test
    void otherDimensionsAreRefused() {
        ClassifierModel model = train(new Clusters(2, 0.5, 14).examples(5));
        List<Neighbour> none = List.of();
        assertThatThrownBy(() -> new Classifier(model).classify(new float[3], none))
                .hasMessageContaining("dimensions");
        assertThatThrownBy(
                        () -> train(new Clusters(2, 0.5, 14).examples(5), new LabelDescription("x", new float[] {1})))
                .hasMessageContaining("dimensions");
    }
}
