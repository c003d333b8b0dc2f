package io.vicinal.inference;

import io.vicinal.inference.examples.Example;
import io.vicinal.inference.examples.Examples;
import io.vicinal.inference.examples.Sample;
import io.vicinal.inference.neighbours.Neighbour;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Labelled vectors around a centre for each label, the nearer the smaller {@code noise}; and their neighbours by plain loops. */
public final class Clusters {
    public static final int DIMENSIONS = 32;

    private final List<float[]> centres = new ArrayList<>();
    private final double noise;
    private final Random random;

    public Clusters(int labels, double noise, long seed) {
        this.noise = noise;
        this.random = new Random(seed);
        for (int label = 0; label < labels; label++) {
            centres.add(around(new float[DIMENSIONS], 1));
        }
    }

    private float[] around(float[] centre, double deviation) {
        float[] vector = new float[DIMENSIONS];
        for (int c = 0; c < DIMENSIONS; c++) {
            vector[c] = (float) (centre[c] + deviation * random.nextGaussian());
        }
        return vector;
    }

    public float[] of(int label) {
        return around(centres.get(label), noise);
    }

    /** Near no label. */
    public float[] stranger() {
        return around(new float[DIMENSIONS], 1);
    }

    public float[] centre(int label) {
        return centres.get(label);
    }

    public static String name(int label) {
        return "label-%03d".formatted(label);
    }

    /** So many of each label. */
    public List<Example> examples(int each) {
        List<Example> examples = new ArrayList<>();
        for (int label = 0; label < centres.size(); label++) {
            for (int i = 0; i < each; i++) {
                examples.add(new Example(name(label) + "/" + i, of(label), List.of(name(label))));
            }
        }
        return examples;
    }

    public static Sample<Example> sample(List<Example> examples) {
        Sample<Example> sample = Examples.sample();
        examples.forEach(sample::add);
        return sample;
    }

    public static List<Neighbour> neighbours(float[] vector, List<Example> examples, int most) {
        return examples.stream()
                .map(example -> new Neighbour(example.documentId(), example.labels(), cosine(vector, example.vector())))
                .sorted(Comparator.comparingDouble(Neighbour::similarity).reversed())
                .limit(most)
                .toList();
    }

    public static double cosine(float[] a, float[] b) {
        double product = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int c = 0; c < a.length; c++) {
            product += a[c] * b[c];
            squaresA += a[c] * a[c];
            squaresB += b[c] * b[c];
        }
        return product / Math.sqrt(squaresA * squaresB);
    }
}
