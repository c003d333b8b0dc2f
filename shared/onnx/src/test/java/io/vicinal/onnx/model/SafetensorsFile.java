package io.vicinal.onnx.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes safetensors by the format's description. */
public final class SafetensorsFile {
    private final List<String> entries = new ArrayList<>();
    private final ByteBuffer data = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);

    /** @param type F32, F16 or BF16 */
    public SafetensorsFile with(String name, String type, String shape, float... values) {
        int start = data.position();
        for (float value : values) {
            switch (type) {
                case "F32" -> data.putFloat(value);
                case "F16" -> data.putShort(Float.floatToFloat16(value));
                case "BF16" -> data.putShort((short) (Float.floatToIntBits(value) >>> 16));
                default -> data.putLong((long) value);
            }
        }
        entries.add("\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                .formatted(name, type, shape, start, data.position()));
        return this;
    }

    public byte[] bytes() {
        byte[] header = ("{\"__metadata__\":{\"format\":\"pt\"}," + String.join(",", entries) + "}")
                .getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + header.length + data.position())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .put(data.array(), 0, data.position())
                .array();
    }

    public void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes());
    }
}
