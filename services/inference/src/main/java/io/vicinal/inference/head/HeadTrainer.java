package io.vicinal.inference.head;

import io.vicinal.inference.calibration.Temperature;
import io.vicinal.inference.examples.Caution;
import io.vicinal.inference.examples.Examples;
import io.vicinal.inference.matrix.Blocks;
import io.vicinal.inference.matrix.Matrix;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Chooses how near to the labels' means the head stays, by cross-validation, and fits it. From the strictest on, each fit starts
 * at the one before; where two in a row are worse, the rest is not tried.
 */
public final class HeadTrainer {
    /** With more labels each has too few documents for a boundary, and a pass takes too long; neighbours alone decide then. */
    public static final int MOST_LABELS = 2_000;

    /** Documents × labels in the last fit: minutes with one thread. */
    private static final int MOST_CELLS = 20_000_000;

    private static final int FOLDS = 5;

    /** Where two dozen examples tell nothing; others are an order of magnitude away for each measure of {@link Caution}. */
    private static final double DEFAULT = 0.1;

    static final double[] PRECISIONS = {1, 0.3, 0.1, 0.03, 0.01, 0.003};

    /**
     * @param precision chosen
     * @param heldOut {@code [documents × labels]} of all labels: logarithms of probabilities from a head that did not see
     *     the document; −∞ for a label that it did not see either
     * @param loss mean of {@code −ln p(label)} over these, with a temperature fitted to them: how sharp the head is by itself
     *     does not matter, as the mixture has a temperature; and caution
     */
    public record Trained(Head head, double precision, Matrix heldOut, double loss) {}

    private final Examples examples;
    private final Blocks blocks;
    private final int[] evaluated;
    private final int[] fold;
    private final HeadFit[] fits = new HeadFit[FOLDS];
    private final int[][] labels = new int[FOLDS][];
    private final double[][] parameters = new double[FOLDS][];

    private HeadTrainer(Examples examples, int[] evaluated, Blocks blocks) {
        this.examples = examples;
        this.blocks = blocks;
        this.evaluated = evaluated;
        this.fold = Folds.of(examples, evaluated, FOLDS);
        for (int f = 0; f < FOLDS; f++) {
            int[] documents = documents(Folds.members(fold, f, false));
            labels[f] = Folds.labels(examples, documents);
            fits[f] = fit(documents, labels[f]);
            parameters[f] = fits[f].start();
        }
    }

    /**
     * @param evaluated which documents take part in cross-validation
     * @return empty where there is nothing to tell apart, or too much
     */
    public static Optional<Trained> train(Examples examples, int[] evaluated, Blocks blocks) {
        int told = Folds.labels(examples, evaluated).length;
        // with very many, few of them are evaluated
        long known = Arrays.stream(examples.supports())
                .filter(support -> support > 0)
                .count();
        if (told < 2 || known > MOST_LABELS || evaluated.length < 2 * FOLDS) {
            return Optional.empty();
        }
        return Optional.of(new HeadTrainer(examples, evaluated, blocks).run());
    }

    private record Tried(double precision, Matrix logs, double loss) {}

    private Trained run() {
        int[] truth = Arrays.stream(evaluated).map(examples::label).toArray();
        Tried best = tried(PRECISIONS[0], truth);
        int worse = 0;
        for (int p = 1; p < PRECISIONS.length && worse < 2; p++) {
            Tried next = tried(PRECISIONS[p], truth);
            worse = next.loss() < best.loss() ? 0 : worse + 1;
            best = worse == 0 ? next : best;
        }
        int[] documents = IntStream.range(
                        0,
                        Math.min(examples.count(), MOST_CELLS / examples.names().size()))
                .toArray();
        int[] known = Folds.labels(examples, documents);
        HeadFit fit = fit(documents, known);
        Head head = fit.head(fit.fit(best.precision(), fit.start()), known);
        return new Trained(head, best.precision(), best.logs(), best.loss());
    }

    private HeadFit fit(int[] documents, int[] known) {
        int[] truth = Arrays.stream(documents)
                .map(document -> Arrays.binarySearch(known, examples.label(document)))
                .toArray();
        return new HeadFit(examples.vectors().of(documents), truth, known.length, blocks);
    }

    private int[] documents(int[] places) {
        return Arrays.stream(places).map(place -> evaluated[place]).toArray();
    }

    private Tried tried(double precision, int[] truth) {
        Matrix logs = heldOut(precision);
        double caution =
                Caution.nats(fold.length, examples.texts()) * Math.abs(Math.log10(precision / DEFAULT)) / fold.length;
        return new Tried(precision, logs, Temperature.fit(logs, truth).loss() + caution);
    }

    private Matrix heldOut(double precision) {
        Matrix all = Matrix.zero(fold.length, examples.names().size());
        Arrays.fill(all.values(), Float.NEGATIVE_INFINITY);
        for (int f = 0; f < FOLDS; f++) {
            parameters[f] = fits[f].fit(precision, parameters[f]);
            int[] left = Folds.members(fold, f, true);
            Matrix logs = fits[f].logs(examples.vectors().of(documents(left)), parameters[f]);
            for (int row = 0; row < left.length; row++) {
                for (int c = 0; c < labels[f].length; c++) {
                    all.values()[left[row] * all.columns() + labels[f][c]] = logs.values()[row * logs.columns() + c];
                }
            }
        }
        return all;
    }
}
