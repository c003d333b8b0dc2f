package io.vicinal.evaluation.bench;

import io.vicinal.evaluation.encoder.RawEncoder;
import io.vicinal.evaluation.encoder.RawEncoder.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The upper bound: the shape in which ONNX Runtime encodes these texts fastest, found by trying.
 *
 * @param tried each shape with its tokens a second, the fastest first
 */
record BestShape(List<Tried> tried) {
    private static final List<Integer> TEXTS = List.of(1, 2, 4, 8, 16, 32);

    record Tried(int sessions, int threads, int texts, double tokensPerSecond) {
        Shape shape() {
            return new Shape(sessions, threads, texts);
        }
    }

    /** @param windows a sample that stands for the texts; sorted here, so that those of like length share a run */
    static BestShape of(List<long[]> windows, int cores) throws InterruptedException {
        List<long[]> sorted = windows.stream()
                .sorted(Comparator.comparingInt((long[] ids) -> ids.length).reversed())
                .toList();
        List<Tried> tried = new ArrayList<>();
        for (int texts : TEXTS) {
            tried.add(measure(new Shape(cores, 1, texts), sorted));
            if (cores > 1) {
                tried.add(measure(new Shape(1, cores, texts), sorted));
            }
        }
        tried.sort(Comparator.comparingDouble(Tried::tokensPerSecond).reversed());
        return new BestShape(List.copyOf(tried));
    }

    private static Tried measure(Shape shape, List<long[]> sorted) throws InterruptedException {
        try (RawEncoder encoder = new RawEncoder(shape)) {
            encoder.run(sorted.subList(0, Math.min(sorted.size(), 2 * shape.texts())));
            double rate = encoder.run(sorted).tokensPerSecond();
            return new Tried(shape.sessions(), shape.threads(), shape.texts(), rate);
        }
    }

    Tried best() {
        return tried.getFirst();
    }
}
