package io.vicinal.inference;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;

/** Vectors of 384 float32 and labels or values beside them, little-endian, one after the other; and neighbours by plain loops. */
final class VectorFiles {
    private static final int DIMENSIONS = 384;

    record Near<T>(T item, double cosine) {}

    static List<float[]> vectors(Path file) throws IOException {
        FloatBuffer floats = bytes(file).asFloatBuffer();
        List<float[]> vectors = new ArrayList<>();
        while (floats.hasRemaining()) {
            float[] vector = new float[DIMENSIONS];
            floats.get(vector);
            vectors.add(vector);
        }
        return vectors;
    }

    /** int32. */
    static int[] labels(Path file) throws IOException {
        ByteBuffer bytes = bytes(file);
        int[] labels = new int[bytes.remaining() / Integer.BYTES];
        bytes.asIntBuffer().get(labels);
        return labels;
    }

    /** float32. */
    static float[] values(Path file) throws IOException {
        ByteBuffer bytes = bytes(file);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    private static ByteBuffer bytes(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The nearest first. */
    static <T> List<Near<T>> nearest(float[] vector, List<T> items, Function<T, float[]> of, int most) {
        PriorityQueue<Near<T>> best = new PriorityQueue<>(Comparator.comparingDouble(Near::cosine));
        for (T item : items) {
            float[] other = of.apply(item);
            float cosine = 0;
            for (int c = 0; c < vector.length; c++) {
                cosine += vector[c] * other[c];
            }
            if (best.size() < most || cosine > best.element().cosine()) {
                best.add(new Near<>(item, cosine));
                if (best.size() > most) {
                    best.remove();
                }
            }
        }
        return best.stream()
                .sorted(Comparator.<Near<T>>comparingDouble(Near::cosine).reversed())
                .toList();
    }

    private VectorFiles() {}
}
