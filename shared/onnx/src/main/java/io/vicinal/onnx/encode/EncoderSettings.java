package io.vicinal.onnx.encode;

import io.vicinal.onnx.schedule.ScheduleSettings;
import io.vicinal.onnx.session.Device;

/**
 * How an encoder uses the machine.
 *
 * @param sessions one-thread sessions on a CPU; 0 takes as many as there are cores
 */
public record EncoderSettings(int sessions, ScheduleSettings schedule, Device device) {
    public static final EncoderSettings DEFAULT = new EncoderSettings(0, ScheduleSettings.DEFAULT);

    /** On the CPU. */
    public EncoderSettings(int sessions, ScheduleSettings schedule) {
        this(sessions, schedule, Device.CPU);
    }

    public EncoderSettings {
        if (sessions < 0) {
            throw new IllegalArgumentException("sessions is 0 (as many as cores) or more, and is " + sessions);
        }
    }

    int sessionsHere() {
        return sessions > 0 ? sessions : Runtime.getRuntime().availableProcessors();
    }
}
