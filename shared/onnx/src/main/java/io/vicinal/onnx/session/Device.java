package io.vicinal.onnx.session;

import java.util.Locale;

/**
 * What a graph runs on.
 *
 * @param provider ONNX Runtime's execution provider
 * @param id of the GPU
 * @param memoryBytes the most that a model's arena takes of the GPU's memory; 0 sets no limit
 */
public record Device(Provider provider, int id, long memoryBytes) {
    public static final Device CPU = new Device(Provider.CPU, 0, 0);

    /** Which device is wanted. */
    public enum Provider {
        /** A GPU where there is one that works, else the CPU. */
        AUTO,
        CPU,
        CUDA;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Device {
        if (id < 0 || memoryBytes < 0) {
            throw new IllegalArgumentException("device out of range: " + id + ", " + memoryBytes);
        }
    }

    Device on(Provider chosen) {
        return new Device(chosen, id, memoryBytes);
    }
}
