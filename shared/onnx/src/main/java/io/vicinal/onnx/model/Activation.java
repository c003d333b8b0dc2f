package io.vicinal.onnx.model;

/** What a {@link DenseModule} does to each number that it writes. */
public enum Activation {
    IDENTITY,
    TANH,
    RELU,
    /** x Φ(x), with the normal distribution's error function to 1.5e-7. */
    GELU,
    SIGMOID;

    /** In place. */
    void apply(float[] values) {
        if (this == IDENTITY) {
            return;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) of(values[i]);
        }
    }

    private double of(double x) {
        return switch (this) {
            case IDENTITY -> x;
            case TANH -> Math.tanh(x);
            case RELU -> Math.max(0, x);
            case GELU -> x / 2 * (1 + erf(x / Math.sqrt(2)));
            case SIGMOID -> 1 / (1 + Math.exp(-x));
        };
    }

    /** Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26. */
    private static double erf(double x) {
        double t = 1 / (1 + 0.3275911 * Math.abs(x));
        double series =
                t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
        return Math.copySign(1 - series * Math.exp(-x * x), x);
    }
}
