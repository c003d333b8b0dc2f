package io.vicinal.inference;

import io.vicinal.inference.calibration.CalibrationError;
import io.vicinal.inference.classifier.Ask;
import io.vicinal.inference.classifier.Classifier;
import io.vicinal.inference.classifier.ClassifierModel;
import io.vicinal.inference.classifier.ClassifierTrainer;
import io.vicinal.inference.classifier.Prediction;
import io.vicinal.inference.classifier.Query;
import io.vicinal.inference.classifier.TrainingOptions;
import io.vicinal.inference.examples.Example;
import io.vicinal.inference.examples.Examples;
import io.vicinal.inference.examples.IdOrder;
import io.vicinal.inference.examples.Sample;
import io.vicinal.inference.neighbours.Neighbour;
import io.vicinal.inference.votes.GroupVotes;
import io.vicinal.inference.votes.Vote;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How well a classifier that chose everything on its examples does on texts that it never saw, from vectors that lie in files.
 * A program: its arguments are a folder with {@code train.f32}, {@code test.f32} and {@code other.f32} (vectors of 384
 * float32, little-endian, one after the other), {@code train.labels} and {@code test.labels} (int32).
 */
public final class ClassificationQuality {
    private static final double RISK = 0.02;
    private static final int GROUPS = 8;
    private static final int FEW = 10;
    private static final int DRAWS = 3;

    private record Set(List<float[]> vectors, int[] labels) {}

    private final Set train;
    private final Set test;
    private final List<float[]> others;

    private ClassificationQuality(Path folder) throws IOException {
        train = new Set(
                VectorFiles.vectors(folder.resolve("train.f32")), VectorFiles.labels(folder.resolve("train.labels")));
        test = new Set(
                VectorFiles.vectors(folder.resolve("test.f32")), VectorFiles.labels(folder.resolve("test.labels")));
        others = VectorFiles.vectors(folder.resolve("other.f32"));
    }

    public static void main(String[] arguments) throws IOException {
        ClassificationQuality quality = new ClassificationQuality(Path.of(arguments[0]));
        quality.everything();
        quality.votes();
        quality.few();
    }

    private void everything() {
        List<Example> examples =
                examples(IntStream.range(0, train.labels().length).boxed().toList());
        ClassifierModel model = train(examples);
        System.out.printf(
                "trained in %.1f s: %s%n",
                model.report().seconds(), model.report().chosen());
        System.out.printf(
                "held out: accuracy %.4f, macro-F1 %.4f, calibration error %.4f, conflicting %d, head precision %s%n",
                model.report().accuracy(),
                model.report().macroF1(),
                model.report().calibrationError(),
                model.report().conflicting(),
                model.report().chosen().headPrecision());
        Classifier classifier = new Classifier(model);
        List<Query> queries = queries(test.vectors(), examples, model.neighboursWanted());
        List<Prediction> predictions = classifier.classify(queries, Ask.withRisk(RISK));
        boolean[] right = new boolean[predictions.size()];
        double[] confidences = new double[right.length];
        int answered = 0;
        int wrong = 0;
        int novel = 0;
        int rights = 0;
        for (int i = 0; i < right.length; i++) {
            Prediction prediction = predictions.get(i);
            right[i] = prediction.distribution().getFirst().label().equals(name(test.labels()[i]));
            rights += right[i] ? 1 : 0;
            confidences[i] = prediction.distribution().getFirst().probability();
            novel += prediction.isNovel() ? 1 : 0;
            boolean sure = !prediction.abstained();
            answered += sure ? 1 : 0;
            wrong += sure && !right[i] ? 1 : 0;
        }
        System.out.printf(
                "test: accuracy %.4f, calibration error %.4f%n",
                (double) rights / right.length, CalibrationError.expected(CalibrationError.bins(confidences, right)));
        System.out.printf(
                "risk wanted %.3f: realised %.4f, coverage %.3f%n",
                RISK, (double) wrong / answered, (double) answered / right.length);
        List<Prediction> strangers =
                classifier.classify(queries(others, examples, model.neighboursWanted()), Ask.DEFAULT);
        System.out.printf(
                "novelty: AUROC %.4f, novel of test %.4f, of others %.4f%n",
                auroc(
                        strangers.stream().mapToDouble(Prediction::novelty).toArray(),
                        predictions.stream().mapToDouble(Prediction::novelty).toArray()),
                (double) novel / right.length,
                strangers.stream().filter(Prediction::isNovel).count() / (double) strangers.size());
    }

    private void votes() {
        List<Example> examples =
                examples(IntStream.range(0, train.labels().length).boxed().toList());
        List<List<Query>> byGroup = new ArrayList<>();
        for (int group = 0; group < GROUPS; group++) {
            int own = group;
            List<Example> some = examples.stream()
                    .filter(example -> Math.floorMod(IdOrder.of(example.documentId()), GROUPS) == own)
                    .toList();
            byGroup.add(queries(test.vectors(), some, 1));
        }
        int right = 0;
        for (int i = 0; i < test.labels().length; i++) {
            int text = i;
            List<Vote> votes = byGroup.stream()
                    .map(queries -> queries.get(text).neighbours().getFirst())
                    .map(nearest -> new Vote(nearest.labels().getFirst(), nearest.similarity()))
                    .toList();
            Map<String, Double> distribution = GroupVotes.distribution(votes, GroupVotes.TEMPERATURE);
            right += distribution.keySet().iterator().next().equals(name(test.labels()[i])) ? 1 : 0;
        }
        System.out.printf("votes of %d groups: accuracy %.4f%n", GROUPS, (double) right / test.labels().length);
    }

    private void few() {
        double sum = 0;
        for (int seed = 0; seed < DRAWS; seed++) {
            List<Example> examples = examples(drawn(seed));
            ClassifierModel model = train(examples);
            List<Prediction> predictions = new Classifier(model)
                    .classify(queries(test.vectors(), examples, model.neighboursWanted()), Ask.DEFAULT);
            int right = 0;
            for (int i = 0; i < test.labels().length; i++) {
                right += predictions.get(i).distribution().getFirst().label().equals(name(test.labels()[i])) ? 1 : 0;
            }
            double accuracy = (double) right / test.labels().length;
            System.out.printf(
                    "%d a label, seed %d: accuracy %.4f, %.1f s, %s%n",
                    FEW,
                    seed,
                    accuracy,
                    model.report().seconds(),
                    model.report().chosen());
            sum += accuracy;
        }
        System.out.printf("%d a label, mean of %d: accuracy %.4f%n", FEW, DRAWS, sum / DRAWS);
    }

    private List<Integer> drawn(int seed) {
        List<Integer> order = new ArrayList<>(
                IntStream.range(0, train.labels().length).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        Map<Integer, Integer> taken = new HashMap<>();
        return order.stream()
                .filter(i -> taken.merge(train.labels()[i], 1, Integer::sum) <= FEW)
                .toList();
    }

    private static ClassifierModel train(List<Example> examples) {
        Sample<Example> sample = Examples.sample();
        examples.forEach(sample::add);
        return ClassifierTrainer.train(sample, TrainingOptions.DEFAULT);
    }

    private List<Example> examples(List<Integer> which) {
        return which.stream()
                .map(i -> new Example("d" + i, train.vectors().get(i), List.of(name(train.labels()[i]))))
                .toList();
    }

    private static String name(int label) {
        return "label-%02d".formatted(label);
    }

    private static List<Query> queries(List<float[]> vectors, List<Example> examples, int most) {
        return vectors.stream()
                .parallel()
                .map(vector -> new Query(vector, nearest(vector, examples, most)))
                .toList();
    }

    private static List<Neighbour> nearest(float[] vector, List<Example> examples, int most) {
        return VectorFiles.nearest(vector, examples, Example::vector, most).stream()
                .map(near -> new Neighbour(near.item().documentId(), near.item().labels(), near.cosine()))
                .toList();
    }

    /** The probability that one of the first is above one of the second. */
    private static double auroc(double[] above, double[] below) {
        double sum = 0;
        for (double a : above) {
            for (double b : below) {
                sum += a > b ? 1 : a == b ? 0.5 : 0;
            }
        }
        return sum / above.length / below.length;
    }
}
