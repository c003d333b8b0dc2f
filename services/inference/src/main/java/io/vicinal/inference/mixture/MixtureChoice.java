package io.vicinal.inference.mixture;

import io.vicinal.inference.calibration.Temperature;
import io.vicinal.inference.matrix.Matrix;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How much the head counts: the most likely over held-out predictions of both, once their temperature is fitted. */
public final class MixtureChoice {
    private static final int STEPS = 10;

    /** Where two dozen predictions tell nothing. */
    private static final double DEFAULT = 0.5;

    /**
     * @param logs {@code [documents × labels]}: logarithms of the mixture, before the temperature
     * @param loss mean of {@code −ln p(label)} with the temperature, and caution
     */
    public record Chosen(Mixture mixture, double temperature, Matrix logs, double loss) {}

    /**
     * @param shares {@code [documents × labels]}: of votes, without the document itself
     * @param head the same: logarithms, −∞ for labels that it did not know; null where there is no head
     * @param truth {@code int[documents]}
     * @param caution in nats over all, for deciding by one view alone
     */
    public static Chosen choose(Matrix shares, @Nullable Matrix head, int[] truth, double caution) {
        Chosen best = chosen(shares, head, truth, 0, caution);
        for (int step = 1; head != null && step <= STEPS; step++) {
            Chosen next = chosen(shares, head, truth, (double) step / STEPS, caution);
            if (next.loss() < best.loss()) {
                best = next;
            }
        }
        return best;
    }

    private static Chosen chosen(Matrix shares, @Nullable Matrix head, int[] truth, double weight, double caution) {
        Mixture mixture = new Mixture(weight);
        Matrix logs = Matrix.zero(shares.rows(), shares.columns());
        for (int row = 0; row < shares.rows(); row++) {
            double[] mixed = row(shares, row);
            int[] known = head == null ? new int[0] : known(head, row);
            mixture.mix(mixed, known, head == null ? new double[0] : values(head, row, known));
            for (int c = 0; c < mixed.length; c++) {
                logs.values()[row * logs.columns() + c] = (float) mixed[c];
            }
        }
        Temperature.Fitted fitted = Temperature.fit(logs, truth);
        double off = caution * Math.abs(weight - DEFAULT) / Math.max(1, truth.length);
        return new Chosen(mixture, fitted.temperature(), logs, fitted.loss() + off);
    }

    private static double[] row(Matrix matrix, int row) {
        double[] values = new double[matrix.columns()];
        for (int c = 0; c < values.length; c++) {
            values[c] = matrix.values()[row * values.length + c];
        }
        return values;
    }

    private static int[] known(Matrix head, int row) {
        return IntStream.range(0, head.columns())
                .filter(c -> Float.isFinite(head.values()[row * head.columns() + c]))
                .toArray();
    }

    private static double[] values(Matrix head, int row, int[] known) {
        return Arrays.stream(known)
                .mapToDouble(c -> head.values()[row * head.columns() + c])
                .toArray();
    }

    private MixtureChoice() {}
}
