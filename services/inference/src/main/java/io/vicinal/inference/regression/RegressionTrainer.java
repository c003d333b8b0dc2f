package io.vicinal.inference.regression;

import io.vicinal.inference.examples.Duplicates;
import io.vicinal.inference.examples.Examples;
import io.vicinal.inference.examples.Sample;
import io.vicinal.inference.matrix.Blocks;
import io.vicinal.inference.matrix.Matrix;
import io.vicinal.inference.neighbours.LeaveOneOut;
import io.vicinal.inference.neighbours.NeighbourLists;
import io.vicinal.inference.regression.RegressionModel.RegressionReport;
import io.vicinal.matrix.Products;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Chooses what is fitted to how many neighbours, how sharply weighted, by the squared error of leave-one-out, and how wide
 * intervals are by the errors of what was chosen.
 */
public final class RegressionTrainer {
    private static final int MOST_EVALUATED = 5_000;
    private static final int ROWS = 128;

    private final double[] values;
    private final Matrix vectors;
    private final NeighbourLists lists;
    private final Blocks blocks;
    private final List<LocalSetting> grid = LocalSetting.grid();

    private RegressionTrainer(double[] values, Matrix vectors, Blocks blocks) {
        this.values = values;
        this.vectors = vectors;
        this.blocks = blocks;
        int[] evaluated =
                IntStream.range(0, Math.min(values.length, MOST_EVALUATED)).toArray();
        this.lists =
                LeaveOneOut.lists(vectors, Duplicates.of(vectors), evaluated, LocalSetting.MOST_NEIGHBOURS, blocks);
    }

    public static Sample<NumericExample> sample() {
        return new Sample<>(Examples.MOST, NumericExample::documentId);
    }

    /**
     * @throws IllegalArgumentException where vectors are not all of the same dimensions, one has no direction, or a value is
     *     not finite
     */
    public static RegressionModel train(Sample<NumericExample> sample, int threads) {
        long began = System.nanoTime();
        List<NumericExample> examples = sample.items();
        double[] values = examples.stream().mapToDouble(NumericExample::value).toArray();
        if (!Arrays.stream(values).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("a value that is not finite");
        }
        Matrix vectors =
                Matrix.ofUnit(examples.stream().map(NumericExample::vector).toList());
        try (Blocks blocks = new Blocks(threads)) {
            return new RegressionTrainer(values, vectors, blocks).run(sample.seen(), began);
        }
    }

    private RegressionModel run(long seen, long began) {
        int[] counted = IntStream.range(0, lists.size())
                .filter(list -> lists.counts()[list] > 0)
                .toArray();
        double[] errors = new double[grid.size()];
        for (double[] part : blocks.map(counted.length, ROWS, (from, to) -> squares(counted, from, to))) {
            for (int g = 0; g < errors.length; g++) {
                errors[g] += part[g];
            }
        }
        int best = IntStream.range(0, errors.length)
                .reduce((a, b) -> errors[b] < errors[a] ? b : a)
                .orElseThrow();
        LocalSetting setting = counted.length == 0 ? LocalSetting.DEFAULT : grid.get(best);
        LocalFit[] fits = blocks
                .map(
                        counted.length,
                        ROWS,
                        (from, to) -> IntStream.range(from, to)
                                .mapToObj(i -> fit(counted[i], setting))
                                .toList())
                .stream()
                .flatMap(List::stream)
                .toArray(LocalFit[]::new);
        double[] residuals = IntStream.range(0, fits.length)
                .mapToDouble(i -> values[lists.documents()[counted[i]]] - fits[i].value())
                .toArray();
        double[] spreads = Arrays.stream(fits).mapToDouble(LocalFit::spread).toArray();
        return new RegressionModel(
                RegressionModel.FORMAT,
                vectors.columns(),
                setting,
                Conformal.of(residuals, spreads),
                report(residuals, seen, (System.nanoTime() - began) / 1e9));
    }

    private double[] squares(int[] counted, int from, int to) {
        double[] errors = new double[grid.size()];
        for (int i = from; i < to; i++) {
            double[] products = products(counted[i]);
            double truth = values[lists.documents()[counted[i]]];
            for (int g = 0; g < errors.length; g++) {
                double error = truth - fit(counted[i], grid.get(g), products).value();
                errors[g] += error * error;
            }
        }
        return errors;
    }

    private LocalFit fit(int list, LocalSetting setting) {
        return fit(list, setting, setting.method() == LocalMethod.MEAN ? new double[0] : products(list));
    }

    private LocalFit fit(int list, LocalSetting setting, double[] products) {
        double[] weights = setting.weights(lists.of(list));
        double[] own = IntStream.range(0, lists.counts()[list])
                .mapToDouble(i -> values[lists.neighbours()[list * lists.width() + i]])
                .toArray();
        return setting.method() == LocalMethod.MEAN
                ? LocalFit.mean(own, weights)
                : LocalFit.linear(own, weights, products, own.length + 1, setting.ridge());
    }

    /** Of the vectors of a document's neighbours and, last, its own. */
    private double[] products(int list) {
        int count = lists.counts()[list];
        int[] rows = IntStream.rangeClosed(0, count)
                .map(i -> i == count ? lists.documents()[list] : lists.neighbours()[list * lists.width() + i])
                .toArray();
        Matrix own = vectors.of(rows);
        float[] products = new float[rows.length * rows.length];
        Products.best().dots(own.values(), 0, rows.length, own.values(), 0, rows.length, own.columns(), products);
        return IntStream.range(0, products.length).mapToDouble(i -> products[i]).toArray();
    }

    private RegressionReport report(double[] residuals, long seen, double seconds) {
        double squares = Arrays.stream(residuals).map(r -> r * r).sum();
        double mean = Arrays.stream(values).average().orElse(0);
        double variance = Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElse(0);
        boolean any = residuals.length > 0;
        return new RegressionReport(
                values.length,
                seen,
                residuals.length,
                any ? DoubleStream.of(residuals).map(Math::abs).average().orElseThrow() : null,
                any ? Math.sqrt(squares / residuals.length) : null,
                any && variance > 0 ? 1 - squares / residuals.length / variance : null,
                seconds);
    }
}
