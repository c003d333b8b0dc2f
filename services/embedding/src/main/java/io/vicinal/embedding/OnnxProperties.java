package io.vicinal.embedding;

import io.vicinal.onnx.encode.EncoderSettings;
import io.vicinal.onnx.schedule.ScheduleSettings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How ONNX Runtime uses the machine.
 *
 * @param sessions one-thread sessions; 0 is as many as there are cores
 * @param queueTexts the most texts that wait in one lane (interactive, bulk)
 * @param queueTokens the most tokens that wait in one lane
 * @param runTokens the most tokens of a run that short bulk texts of equal length share
 * @param shortTokens the longest bulk text that shares a run; 0 turns sharing off, so that no vector depends on others
 * @param bulkEvery while both lanes have work, at least every so-manieth run is bulk's
 */
@ConfigurationProperties("vicinal.onnx")
record OnnxProperties(
        @DefaultValue("0") int sessions,
        @DefaultValue("1024") int queueTexts,
        @DefaultValue("262144") int queueTokens,
        @DefaultValue("512") int runTokens,
        @DefaultValue("32") int shortTokens,
        @DefaultValue("8") int bulkEvery) {

    EncoderSettings settings() {
        return new EncoderSettings(
                sessions, new ScheduleSettings(queueTexts, queueTokens, runTokens, shortTokens, bulkEvery));
    }
}
