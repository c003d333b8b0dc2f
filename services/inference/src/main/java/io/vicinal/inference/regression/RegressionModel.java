package io.vicinal.inference.regression;

import org.jspecify.annotations.Nullable;

/**
 * What is chosen; the examples themselves stay where they are searched.
 *
 * @param format of this record; another is not read
 * @param dimensions 0 where there was nothing to learn from
 */
public record RegressionModel(
        int format, int dimensions, LocalSetting setting, Conformal conformal, RegressionReport report) {
    public static final int FORMAT = 1;

    /** Whether it is of this form, and nothing in it is missing: what was read may be anything. */
    public boolean hasAllParts() {
        return format == FORMAT
                && setting != null
                && setting.method() != null
                && setting.neighbours() > 0
                && setting.temperature() > 0
                && conformal != null
                && conformal.errors() != null
                && report != null;
    }

    /**
     * By leave-one-out.
     *
     * @param examples that it learned from
     * @param documents with a number in all
     * @param meanError mean absolute, null where nothing was evaluated
     * @param deviation root of the mean squared error
     * @param explained share of the variance, R²; null where all numbers are the same
     * @param seconds that training took
     */
    public record RegressionReport(
            int examples,
            long documents,
            int evaluated,
            @Nullable Double meanError,
            @Nullable Double deviation,
            @Nullable Double explained,
            double seconds) {}
}
