package io.vicinal.inference.classifier;

import io.vicinal.inference.abstention.RiskCoverage;
import io.vicinal.inference.examples.Caution;
import io.vicinal.inference.examples.Example;
import io.vicinal.inference.examples.Examples;
import io.vicinal.inference.examples.Sample;
import io.vicinal.inference.head.HeadTrainer;
import io.vicinal.inference.matrix.Blocks;
import io.vicinal.inference.matrix.Matrix;
import io.vicinal.inference.mixture.Mixture;
import io.vicinal.inference.mixture.MixtureChoice;
import io.vicinal.inference.multilabel.Thresholds;
import io.vicinal.inference.neighbours.LeaveOneOut;
import io.vicinal.inference.neighbours.NeighbourLists;
import io.vicinal.inference.neighbours.Rescoring;
import io.vicinal.inference.neighbours.ScoredNeighbours;
import io.vicinal.inference.neighbours.VotingChoice;
import io.vicinal.inference.novelty.Novelty;
import io.vicinal.inference.report.ClassifierReport;
import io.vicinal.inference.report.HeldOut;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses and fits all of a classifier on the examples themselves:
 *
 * <ol>
 *   <li>the nearest others of each example, once, exactly;
 *   <li>whether their late interaction counts too, by leave-one-out over a sample, which is then what the rest is chosen on;
 *   <li>how many of them vote and how sharply, by leave-one-out;
 *   <li>the head, by cross-validation;
 *   <li>how much the head counts, and the temperature of both together, on what neither had seen;
 *   <li>by the same predictions, the risk at each confidence, and the report;
 *   <li>how strange a text may be.
 * </ol>
 *
 * Without an example, descriptions decide; with one label, that is it; with neither, nothing is answered. What takes squares
 * is bounded by evaluating a sample, the first by the hashes of their ids.
 */
public final class ClassifierTrainer {
    private static final int MOST_EVALUATED = 20_000;

    /** Documents × labels of a held-out matrix, as far as {@link #LEAST_EVALUATED} allows. */
    private static final int MOST_CELLS = 8_000_000;

    private static final int LEAST_EVALUATED = 2_000;

    private final Examples examples;
    private final Blocks blocks;
    private final NeighbourLists all;
    /** The examples that can be left out. */
    private final int[] told;

    private final NeighbourLists lists;
    private final @Nullable Rescoring rescoring;
    private final Believed believed;

    private ClassifierTrainer(Examples examples, Believed believed, List<ScoredNeighbours> scored, Blocks blocks) {
        this.examples = examples;
        this.believed = believed;
        this.blocks = blocks;
        int most = Math.max(
                LEAST_EVALUATED, MOST_CELLS / Math.max(1, examples.names().size()));
        int[] evaluated = IntStream.range(0, Math.min(examples.count(), Math.min(MOST_EVALUATED, most)))
                .toArray();
        this.all = LeaveOneOut.lists(examples.vectors(), examples.same(), evaluated, VotingChoice.WIDTH, blocks);
        NeighbourLists left = all.only(told());
        this.told = left.documents();
        Optional<RescoringChoice.Chosen> chosen =
                RescoringChoice.choose(ScoredSample.of(scored, examples, told), examples, believed);
        this.rescoring = chosen.map(RescoringChoice.Chosen::rescoring).orElse(null);
        this.lists = chosen.map(RescoringChoice.Chosen::lists).orElse(left);
    }

    /** @throws IllegalArgumentException where vectors are not all of the same dimensions, or one has no direction or label */
    public static ClassifierModel train(Sample<Example> sample, TrainingOptions options) {
        long began = System.nanoTime();
        List<String> described =
                options.descriptions().stream().map(LabelDescription::label).toList();
        Examples examples = Examples.of(sample, described);
        Believed believed = Believed.of(examples, options.descriptions());
        try (Blocks blocks = new Blocks(options.threads())) {
            ClassifierTrainer trainer = new ClassifierTrainer(examples, believed, options.scored(), blocks);
            return examples.multiValued() ? trainer.severalLabels(began) : trainer.oneLabel(began);
        }
    }

    private ClassifierModel oneLabel(long began) {
        Votes votes = Votes.choose(lists, examples, believed);
        int[] truth = Arrays.stream(lists.documents()).map(examples::label).toArray();
        Optional<HeadTrainer.Trained> head = HeadTrainer.train(examples, told, blocks);
        Matrix headHeldOut = head.map(trained -> trained.heldOut().of(places())).orElse(null);
        MixtureChoice.Chosen mixed =
                MixtureChoice.choose(votes.shares(), headHeldOut, truth, Caution.nats(truth.length, examples.texts()));
        HeldOut heldOut = Predictions.likeliest(mixed, truth);
        ClassifierReport.Chosen chosen = new ClassifierReport.Chosen(
                votes.voting().neighbours(),
                votes.voting().temperature(),
                votes.voting().base(),
                rescoring == null ? null : rescoring.weight(),
                head.map(HeadTrainer.Trained::precision).orElse(null),
                mixed.mixture().weight(),
                mixed.temperature(),
                Predictions.accuracy(votes.shares(), truth),
                headHeldOut == null ? null : Predictions.accuracy(headHeldOut, truth));
        return new ClassifierModel(
                ClassifierModel.FORMAT,
                examples.names(),
                examples.supports(),
                believed.dimensions(),
                false,
                votes.voting(),
                rescoring,
                votes.descriptions(),
                head.map(HeadTrainer.Trained::head).orElse(null),
                mixed.mixture(),
                mixed.temperature(),
                new double[0],
                RiskCoverage.of(heldOut.confidences(), heldOut.right()),
                novelty(),
                ClassifierReport.of(examples, heldOut, chosen, seconds(began)));
    }

    /** Votes alone: a head for each label by itself would be trained on hardly any. */
    private ClassifierModel severalLabels(long began) {
        Votes votes = Votes.choose(lists, examples, believed);
        int[][] truth = Arrays.stream(lists.documents())
                .mapToObj(i -> examples.labels()[i])
                .toArray(int[][]::new);
        double[] thresholds = Thresholds.choose(
                votes.shares().values(), truth, examples.names().size());
        HeldOut heldOut = Predictions.above(votes.shares(), thresholds, truth);
        ClassifierReport.Chosen chosen = new ClassifierReport.Chosen(
                votes.voting().neighbours(),
                votes.voting().temperature(),
                votes.voting().base(),
                rescoring == null ? null : rescoring.weight(),
                null,
                0,
                1,
                null,
                null);
        return new ClassifierModel(
                ClassifierModel.FORMAT,
                examples.names(),
                examples.supports(),
                believed.dimensions(),
                true,
                votes.voting(),
                rescoring,
                votes.descriptions(),
                null,
                new Mixture(0),
                1,
                thresholds,
                new RiskCoverage(List.of()),
                novelty(),
                ClassifierReport.of(examples, heldOut, chosen, seconds(began)));
    }

    /** Of the lists' documents among those that can be left out. */
    private int[] places() {
        return Arrays.stream(lists.documents())
                .map(document -> Arrays.binarySearch(told, document))
                .toArray();
    }

    /** Those of which each label has another text: the label of the only one cannot be told without it. */
    private int[] told() {
        int[] texts = examples.texts();
        return IntStream.range(0, all.size())
                .filter(list -> Arrays.stream(examples.labels()[list]).allMatch(label -> texts[label] > 1))
                .toArray();
    }

    private Novelty novelty() {
        double[] own = IntStream.range(0, all.size())
                .filter(list -> all.counts()[list] > 0)
                .mapToDouble(list -> Novelty.mean(all.of(list), Novelty.NEIGHBOURS))
                .toArray();
        return Novelty.of(Novelty.NEIGHBOURS, own);
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
