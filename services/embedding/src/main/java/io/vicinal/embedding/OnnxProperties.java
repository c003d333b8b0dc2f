package io.vicinal.embedding;

import io.vicinal.onnx.encode.EncoderSettings;
import io.vicinal.onnx.schedule.ScheduleSettings;
import io.vicinal.onnx.session.Device;
import io.vicinal.onnx.session.Device.Provider;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How ONNX Runtime uses the machine.
 *
 * @param provider auto takes a GPU where there is one that works, and says why where not; cpu or cuda
 * @param device the number of the GPU
 * @param gpuMemory the most that a model takes of the GPU's memory; 0 sets no limit
 * @param sessions one-thread sessions on a CPU that bulk work may use; 0 is as many as there are cores
 * @param querySessions one-thread sessions more, so that a query need not wait for the bulk run in progress; each takes the memory of the model once
 * @param queueTexts the most texts that wait in one lane (interactive, bulk)
 * @param queueTokens the most tokens that wait in one lane
 * @param runTokens the most tokens of a run that short bulk texts of like length share; 0 is measured at start
 * @param shortTokens the longest bulk text that shares a run; 0 turns sharing off, so that no vector depends on others; -1 is measured at start
 * @param longestRun what a shared run may take at most, where it is measured
 * @param bulkEvery while both lanes have work, at least every so-manieth run is bulk's
 */
@ConfigurationProperties("vicinal.onnx")
record OnnxProperties(
        @DefaultValue("auto") Provider provider,
        @DefaultValue("0") int device,
        @DefaultValue("0") DataSize gpuMemory,
        @DefaultValue("0") int sessions,
        @DefaultValue("1") int querySessions,
        @DefaultValue("1024") int queueTexts,
        @DefaultValue("262144") int queueTokens,
        @DefaultValue("0") int runTokens,
        @DefaultValue("-1") int shortTokens,
        @DefaultValue("50ms") Duration longestRun,
        @DefaultValue("8") int bulkEvery) {

    EncoderSettings settings() {
        return new EncoderSettings(
                sessions,
                querySessions,
                new ScheduleSettings(queueTexts, queueTokens, runTokens, shortTokens, longestRun, bulkEvery),
                new Device(provider, device, gpuMemory.toBytes()));
    }
}
