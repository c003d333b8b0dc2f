package io.vicinal.onnx.encode;

import io.vicinal.onnx.schedule.ScheduleSettings;

/**
 * How an encoder uses the machine.
 *
 * @param sessions one-thread sessions; 0 takes as many as there are cores
 */
public record EncoderSettings(int sessions, ScheduleSettings schedule) {
    public static final EncoderSettings DEFAULT = new EncoderSettings(0, ScheduleSettings.DEFAULT);

    public EncoderSettings {
        if (sessions < 0) {
            throw new IllegalArgumentException("sessions is 0 (as many as cores) or more, and is " + sessions);
        }
    }

    int sessionsHere() {
        return sessions > 0 ? sessions : Runtime.getRuntime().availableProcessors();
    }
}
