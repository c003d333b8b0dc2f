package io.vicinal.evaluation.report;

import java.util.Locale;

/** Numbers as the tables show them, the same in every locale. */
public final class Numbers {
    public static String score(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    public static String one(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    public static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    public static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    public static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MiB", bytes >> 20);
    }

    private Numbers() {}
}
