package io.vicinal.inference.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.inference.Clusters;
import io.vicinal.inference.examples.Example;
import io.vicinal.inference.neighbours.Neighbour;
import io.vicinal.inference.neighbours.ScoredNeighbours;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Late interaction beside the cosine: taken where leave-one-out says that it helps, and then what decides. */
class RescoringTest {
    private static final int LABELS = 6;
    private static final int EACH = 40;
    private static final int WIDTH = 60;

    private final Random random = new Random(5);
    /** So near each other that cosines often take one label for another. */
    private final Clusters clusters = new Clusters(LABELS, 3, 2);

    private final List<Example> examples = clusters.examples(EACH);

    private double noise() {
        return 0.05 * random.nextGaussian();
    }

    /** Sees what cosines do not. */
    private double telling(String label, Neighbour near) {
        return 0.6 + (near.labels().contains(label) ? 0.2 : 0) + noise();
    }

    private List<Neighbour> scored(float[] vector, String label, @Nullable ToDoubleBiFunction<String, Neighbour> late) {
        return Clusters.neighbours(vector, examples, WIDTH).stream()
                .map(near -> new Neighbour(
                        near.documentId(),
                        near.labels(),
                        near.similarity(),
                        late == null ? null : late.applyAsDouble(label, near)))
                .toList();
    }

    private ClassifierModel train(ToDoubleBiFunction<String, Neighbour> late) {
        List<ScoredNeighbours> sample = examples.stream()
                .map(example -> new ScoredNeighbours(
                        example.documentId(),
                        scored(example.vector(), example.labels().getFirst(), late)))
                .toList();
        return ClassifierTrainer.train(Clusters.sample(examples), new TrainingOptions(2, List.of(), sample));
    }

    private double accuracy(ClassifierModel model, @Nullable ToDoubleBiFunction<String, Neighbour> late) {
        Classifier classifier = new Classifier(model);
        int texts = 600;
        return IntStream.range(0, texts)
                        .filter(i -> {
                            String label = Clusters.name(i % LABELS);
                            float[] vector = clusters.of(i % LABELS);
                            Prediction prediction = classifier.classify(vector, scored(vector, label, late));
                            return prediction.distribution().getFirst().label().equals(label);
                        })
                        .count()
                / (double) texts;
    }

    @Test
    void isTakenWhereItTellsMoreThanCosinesAndThenDecides() {
        ClassifierModel without = ClassifierTrainer.train(Clusters.sample(examples), TrainingOptions.DEFAULT);
        ClassifierModel with = train(this::telling);
        assertThat(without.rescoring()).isNull();
        assertThat(Objects.requireNonNull(with.rescoring()).weight()).isGreaterThan(0);
        assertThat(with.report().chosen().lateInteraction())
                .isEqualTo(with.rescoring().weight());
        double alone = accuracy(without, null);
        double both = accuracy(with, this::telling);
        assertThat(both).isGreaterThan(alone + 0.1);
        assertThat(both)
                .as("as the report promises")
                .isCloseTo(Objects.requireNonNull(with.report().accuracy()), within(0.08));
    }

    @Test
    void isLeftAloneWhereItTellsNothing() {
        assertThat(train((_, _) -> 0.6 + noise()).rescoring()).isNull();
        assertThat(train((_, near) -> 0.3 + 0.5 * near.similarity()).rescoring())
                .as("the cosine again")
                .isNull();
    }

    @Test
    void neighboursWithoutTokenVectorsVoteAsTheirCosinesLetExpect() {
        ClassifierModel with = train(this::telling);
        double alone = accuracy(ClassifierTrainer.train(Clusters.sample(examples), TrainingOptions.DEFAULT), null);
        assertThat(accuracy(with, null)).isCloseTo(alone, within(0.1));
    }

    @Test
    void theEvidenceShowsBothAndTheOneThatWeighsMostFirst() {
        ClassifierModel model = train(this::telling);
        float[] vector = clusters.of(0);
        Prediction prediction = new Classifier(model).classify(vector, scored(vector, Clusters.name(0), this::telling));
        assertThat(prediction.evidence())
                .isSortedAccordingTo((a, b) -> Double.compare(b.weight(), a.weight()))
                .allSatisfy(near -> assertThat(near.lateInteraction()).isNotNull());
        assertThat(prediction.evidence().stream().map(Prediction.Evidence::similarity))
                .isNotEqualTo(prediction.evidence().stream()
                        .map(Prediction.Evidence::similarity)
                        .sorted((a, b) -> Double.compare(b, a))
                        .toList());
    }

    @Test
    void itsModelIsReadAsItWasWritten() {
        ClassifierModel model = train(this::telling);
        JsonMapper json = io.vicinal.contracts.json.Json.mapper();
        ClassifierModel read = json.readValue(json.writeValueAsBytes(model), ClassifierModel.class);
        assertThat(read.hasAllParts()).isTrue();
        assertThat(read.rescoring()).isEqualTo(model.rescoring());
    }

    @Test
    void documentsWithSeveralLabelsProfitToo() {
        List<Example> several = examples.stream()
                .map(example -> new Example(
                        example.documentId(),
                        example.vector(),
                        example.documentId().endsWith("/0")
                                ? List.of(example.labels().getFirst(), "first")
                                : example.labels()))
                .toList();
        List<ScoredNeighbours> sample = examples.stream()
                .map(example -> new ScoredNeighbours(
                        example.documentId(),
                        scored(example.vector(), example.labels().getFirst(), this::telling)))
                .toList();
        ClassifierModel model =
                ClassifierTrainer.train(Clusters.sample(several), new TrainingOptions(2, List.of(), sample));
        assertThat(model.multiValued()).isTrue();
        assertThat(model.rescoring()).isNotNull();
    }
}
