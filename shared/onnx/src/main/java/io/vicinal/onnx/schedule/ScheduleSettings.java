package io.vicinal.onnx.schedule;

import io.vicinal.onnx.session.GraphSession;
import io.vicinal.onnx.session.RunText;
import java.time.Duration;
import java.util.Collections;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bounds of the scheduler.
 *
 * @param queueTexts the most texts that wait in one lane
 * @param queueTokens the most tokens that wait in one lane
 * @param runTokens the most tokens of a run that short texts share; 0 is measured at start
 * @param shortTokens the longest text that shares a run, longer ones gain nothing from company; -1 is measured at start
 * @param longestRun what a shared run may take at most, where it is measured
 * @param bulkEvery while both lanes have work, at least every so-manieth run is bulk's
 */
public record ScheduleSettings(
        int queueTexts, int queueTokens, int runTokens, int shortTokens, Duration longestRun, int bulkEvery) {
    private static final Duration TUNING = Duration.ofMillis(500);
    private static final Logger log = LoggerFactory.getLogger(ScheduleSettings.class);

    /** What two cores like; nothing is measured. */
    public static final ScheduleSettings DEFAULT =
            new ScheduleSettings(1024, 262_144, 512, 32, Duration.ofMillis(50), 8);

    public ScheduleSettings {
        if (queueTexts < 1
                || queueTokens < 1
                || runTokens < 0
                || shortTokens < -1
                || !longestRun.isPositive()
                || bulkEvery < 2) {
            throw new IllegalArgumentException("bounds out of range: " + queueTexts + ", " + queueTokens + ", "
                    + runTokens + ", " + shortTokens + ", " + longestRun + ", " + bulkEvery);
        }
    }

    /** For a model whose texts must not depend on each other. */
    public ScheduleSettings sharingNothing() {
        return with(runTokens, 0);
    }

    /**
     * What is to be measured, measured on a session that does nothing else meanwhile; takes half a second at most, and
     * the run in progress.
     *
     * @param text of so many tokens
     * @param maxTokens the longest text that the model reads
     */
    public ScheduleSettings measuredOn(GraphSession session, IntFunction<RunText> text, int maxTokens) {
        boolean nothing = shortTokens >= 0 && (runTokens > 0 || shortTokens == 0);
        if (nothing) {
            return this;
        }
        long start = System.nanoTime();
        RunTuning.Trial trial = (texts, tokens) ->
                session.run(Collections.nCopies(texts, text.apply(tokens)), (one, rows, first, count, length) -> {});
        RunTuning.Choice choice =
                new RunTuning(trial, System::nanoTime, longestRun, TUNING).choose(maxTokens, session.capacity());
        ScheduleSettings chosen = with(
                runTokens == 0 ? choice.runTokens() : runTokens,
                shortTokens == -1 ? choice.shortTokens() : shortTokens);
        log.atInfo()
                .addKeyValue("run_tokens", chosen.runTokens)
                .addKeyValue("short_tokens", chosen.shortTokens)
                .addKeyValue(
                        "took_ms", Duration.ofNanos(System.nanoTime() - start).toMillis())
                .log("run size measured");
        return chosen;
    }

    private ScheduleSettings with(int runTokens, int shortTokens) {
        return new ScheduleSettings(queueTexts, queueTokens, runTokens, shortTokens, longestRun, bulkEvery);
    }
}
