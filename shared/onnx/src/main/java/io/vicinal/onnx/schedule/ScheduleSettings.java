package io.vicinal.onnx.schedule;

/**
 * The bounds of the scheduler.
 *
 * @param queueTexts the most texts that wait in one lane
 * @param queueTokens the most tokens that wait in one lane
 * @param runTokens the most tokens of a run that short texts share; measured on CPU, larger runs are slower again
 * @param shortTokens the longest text that shares a run; longer ones gain nothing from company
 * @param bulkEvery while both lanes have work, at least every so-manieth run is bulk's
 */
public record ScheduleSettings(int queueTexts, int queueTokens, int runTokens, int shortTokens, int bulkEvery) {
    public static final ScheduleSettings DEFAULT = new ScheduleSettings(1024, 262_144, 512, 32, 8);

    public ScheduleSettings {
        if (queueTexts < 1 || queueTokens < 1 || runTokens < 1 || shortTokens < 0 || bulkEvery < 2) {
            throw new IllegalArgumentException("bounds out of range: " + queueTexts + ", " + queueTokens + ", "
                    + runTokens + ", " + shortTokens + ", " + bulkEvery);
        }
    }

    /** For a model whose texts must not depend on each other. */
    public ScheduleSettings sharingNothing() {
        return new ScheduleSettings(queueTexts, queueTokens, runTokens, 0, bulkEvery);
    }
}
