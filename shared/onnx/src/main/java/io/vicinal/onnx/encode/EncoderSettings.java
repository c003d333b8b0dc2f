package io.vicinal.onnx.encode;

import io.vicinal.onnx.schedule.ScheduleSettings;
import io.vicinal.onnx.session.Device;

/**
 * How an encoder uses the machine.
 *
 * @param sessions one-thread sessions on a CPU that bulk work may use; 0 takes as many as there are cores
 * @param querySessions more of them, which interactive work need not wait for
 */
public record EncoderSettings(int sessions, int querySessions, ScheduleSettings schedule, Device device) {
    public static final EncoderSettings DEFAULT = new EncoderSettings(0, ScheduleSettings.DEFAULT);

    /** On the CPU, and interactive work waits for the run in progress. */
    public EncoderSettings(int sessions, ScheduleSettings schedule) {
        this(sessions, 0, schedule, Device.CPU);
    }

    public EncoderSettings {
        if (sessions < 0 || querySessions < 0) {
            throw new IllegalArgumentException("sessions out of range: " + sessions + ", " + querySessions);
        }
    }

    int sessionsHere() {
        return sessions > 0 ? sessions : Runtime.getRuntime().availableProcessors();
    }
}
