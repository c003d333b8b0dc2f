package io.vicinal.onnx.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of weights: eight bytes of the header's length (little-endian), a JSON header from each tensor's name to its type,
 * shape and place, and the numbers. The format is described at https://github.com/huggingface/safetensors.
 */
final class Safetensors {
    /** The format's own bound. */
    private static final long MOST_HEADER_BYTES = 100_000_000;

    private final Path file;

    Safetensors(Path file) {
        this.file = file;
    }

    /**
     * A tensor's numbers, row by row; null where the file has none of this name.
     *
     * @throws ModelException where the file is broken or the tensor has another shape
     */
    float @Nullable [] read(String name, int... shape) {
        try (FileChannel channel = FileChannel.open(file)) {
            long headerBytes = at(channel, 0, Long.BYTES).getLong();
            if (headerBytes < 2 || headerBytes > Math.min(MOST_HEADER_BYTES, channel.size() - Long.BYTES)) {
                throw broken("a header within the file", "one of " + headerBytes + " bytes");
            }
            ByteBuffer header = at(channel, Long.BYTES, (int) headerBytes);
            JsonNode tensor = JsonMapper.shared().readTree(header.array()).path(name);
            return tensor.isMissingNode() ? null : numbers(channel, Long.BYTES + headerBytes, name, tensor, shape);
        } catch (IOException | JacksonException e) {
            throw new ModelException(file + " is expected to be safetensors, and cannot be read: " + e.getMessage(), e);
        }
    }

    private float[] numbers(FileChannel channel, long data, String name, JsonNode tensor, int... shape)
            throws IOException {
        String type = tensor.path("dtype").asString("");
        int width = switch (type) {
            case "F32" -> 4;
            case "F16", "BF16" -> 2;
            default -> throw broken(name + " of F32, F16 or BF16", type);
        };
        long count = 1;
        boolean fits = tensor.path("shape").size() == shape.length;
        for (int i = 0; i < shape.length; i++) {
            count *= shape[i];
            fits &= tensor.path("shape").path(i).asLong(-1) == shape[i];
        }
        long from = tensor.path("data_offsets").path(0).asLong(-1);
        long to = tensor.path("data_offsets").path(1).asLong(-1);
        if (!fits || from < 0 || to - from != count * width || to > channel.size() - data || to - from > 1L << 30) {
            throw broken(name + " of the shape " + Arrays.toString(shape), tensor.toString());
        }
        ByteBuffer bytes = at(channel, data + from, (int) (to - from));
        float[] numbers = new float[(int) count];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (type) {
                case "F32" -> bytes.getFloat();
                case "F16" -> Float.float16ToFloat(bytes.getShort());
                default -> Float.intBitsToFloat(bytes.getShort() << 16);
            };
        }
        return numbers;
    }

    private ByteBuffer at(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw broken(position + length + " bytes", "fewer");
            }
        }
        return bytes.flip();
    }

    private ModelException broken(String expected, String found) {
        return new ModelException(file + " is expected to hold " + expected + ", and holds " + found + ".");
    }
}
