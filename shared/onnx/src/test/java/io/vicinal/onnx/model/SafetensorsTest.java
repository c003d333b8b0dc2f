package io.vicinal.onnx.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    @TempDir
    Path folder;

    @Test
    void readsEachTypeOfFloat() throws Exception {
        Path file = folder.resolve("model.safetensors");
        new SafetensorsFile()
                .with("a", "F32", "[1,3]", 1.1f, -2.25f, 3e-20f)
                .with("b", "F16", "[2]", 0.5f, -65504)
                .with("c", "BF16", "[2]", 0.5f, -1e30f)
                .write(file);
        Safetensors tensors = new Safetensors(file);
        assertThat(tensors.read("a", 1, 3)).containsExactly(1.1f, -2.25f, 3e-20f);
        assertThat(tensors.read("b", 2)).containsExactly(0.5f, -65504);
        assertThat(tensors.read("c", 2)[0]).isEqualTo(0.5f);
        assertThat(tensors.read("c", 2)[1]).isBetween(-1.01e30f, -0.99e30f);
        assertThat(tensors.read("d", 2)).isNull();
    }

    @Test
    void refusesAnotherShapeOrType() throws Exception {
        Path file = folder.resolve("model.safetensors");
        new SafetensorsFile()
                .with("a", "F32", "[3,1]", 1, 2, 3)
                .with("i", "I64", "[1]", 1)
                .write(file);
        refused(file, "a", "of the shape [1, 3]", 1, 3);
        refused(file, "i", "i of F32, F16 or BF16, and holds I64", 1);
    }

    @Test
    void refusesAFileThatIsNotWhole() throws Exception {
        Path file = folder.resolve("model.safetensors");
        byte[] whole = new SafetensorsFile().with("a", "F32", "[2]", 1, 2).bytes();
        for (int length : new int[] {0, 4, 8, 20, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            refused(file, "a", file.toString(), 2);
        }
        writeHeader(file, Long.MAX_VALUE, "{}");
        refused(file, "a", "a header within the file", 2);
        writeHeader(file, 4, "\u0000\u0000\u0000\u0000");
        refused(file, "a", "cannot be read", 2);
        String outside = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}";
        writeHeader(file, outside.length(), outside);
        refused(file, "a", "of the shape [2]", 2);
    }

    private static void writeHeader(Path file, long length, String header) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        Files.write(
                file,
                ByteBuffer.allocate(Long.BYTES + text.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(length)
                        .put(text)
                        .array());
    }

    private static void refused(Path file, String tensor, String part, int... shape) {
        assertThatThrownBy(() -> new Safetensors(file).read(tensor, shape))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(part);
    }
}
