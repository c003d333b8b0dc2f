package io.vicinal.onnx.schedule;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * How much company pays, measured on this machine with this model. A CPU with one-thread sessions is nearly as fast with
 * one text a run, so that only the shortest share; a GPU wants many of any length.
 *
 * <p>Lengths are tried from short to long, and for each of them runs of twice the tokens each time, until more tokens a run
 * bring nothing, a run takes too long, or the time is over. The best of a few runs counts: what disturbs a run makes it
 * longer, never shorter.
 */
final class RunTuning {
    /** Company that brings less than this is not worth its effect on the vectors. */
    private static final double WORTH = 1.10;
    /** A smaller run that is as near as this to the best is preferred to it. */
    private static final double NEARLY = 1.03;
    /** Larger runs are tried as long as they bring so much. */
    private static final double GROWING = 1.01;

    private static final int SHORTEST = 16;
    private static final int SMALLEST_RUN = 128;
    private static final int TRIES = 3;

    /** One run of texts of one length. */
    @FunctionalInterface
    interface Trial {
        void run(int texts, int tokens);
    }

    /**
     * @param runTokens the most tokens of a run that texts share
     * @param shortTokens the longest text that gains by company; 0 where none does
     */
    record Choice(int runTokens, int shortTokens) {}

    private final Trial trial;
    private final LongSupplier nanoTime;
    private final Duration longestRun;
    private final long end;

    /**
     * @param longestRun no run may take longer than this, or an interactive text would wait for it
     * @param time for the whole measurement; the run in progress is finished
     */
    RunTuning(Trial trial, LongSupplier nanoTime, Duration longestRun, Duration time) {
        this.trial = trial;
        this.nanoTime = nanoTime;
        this.longestRun = longestRun;
        this.end = nanoTime.getAsLong() + time.toNanos();
    }

    /**
     * @param maxTokens the longest text the model reads
     * @param capacity the most tokens of any run
     */
    Choice choose(int maxTokens, int capacity) {
        int runTokens = SMALLEST_RUN;
        int shortTokens = 0;
        trial.run(1, Math.min(SHORTEST, maxTokens)); // the first run of a session allocates
        for (int length = SHORTEST; length <= maxTokens && !timeIsUp(); length *= 2) {
            int shared = sharedRun(length, capacity);
            if (shared == 0) {
                break; // longer texts gain even less
            }
            runTokens = Math.max(runTokens, shared);
            shortTokens = length;
        }
        return new Choice(runTokens, shortTokens);
    }

    /** The tokens of the smallest run that is nearly as good as the best, or 0 where company does not pay. */
    private int sharedRun(int length, int capacity) {
        double alone = rate(1, length);
        double best = alone;
        TreeMap<Integer, Double> rates = new TreeMap<>();
        int inVain = 0;
        for (int tokens = Math.max(SMALLEST_RUN, 2 * length);
                tokens <= capacity && inVain < 2 && !timeIsUp();
                tokens *= 2) {
            double rate = rate(tokens / length, length);
            inVain = rate < best * GROWING ? inVain + 1 : 0;
            best = Math.max(best, rate);
            rates.put(tokens, rate);
        }
        double good = best / NEARLY;
        return best < alone * WORTH
                ? 0
                : rates.entrySet().stream()
                        .filter(run -> run.getValue() >= good)
                        .mapToInt(Map.Entry::getKey)
                        .findFirst()
                        .orElse(0);
    }

    /** Tokens a second, or 0 where such a run takes too long. */
    private double rate(int texts, int tokens) {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && (i == 0 || !timeIsUp()); i++) {
            long start = nanoTime.getAsLong();
            trial.run(texts, tokens);
            fastest = Math.min(fastest, nanoTime.getAsLong() - start);
        }
        return texts > 1 && fastest > longestRun.toNanos() ? 0 : texts * tokens * 1e9 / fastest;
    }

    private boolean timeIsUp() {
        return nanoTime.getAsLong() - end >= 0;
    }
}
