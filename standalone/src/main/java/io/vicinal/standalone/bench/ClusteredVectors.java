package io.vicinal.standalone.bench;

import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Unit vectors like those of texts, the same for the same seed: clusters of unlike density in a space of far fewer directions
 * than there are dimensions, and a little noise in all of them.
 */
final class ClusteredVectors {
    /** Directions in which vectors differ; texts have some dozens. */
    private static final int DIRECTIONS = 40;

    private static final float SPREAD = 1.5f;
    private static final float NOISE = 0.3f;

    private final int dimensions;
    private final float[][] directions;
    private final float[][] centres;

    ClusteredVectors(int dimensions, int clusters, long seed) {
        this.dimensions = dimensions;
        Random random = new Random(seed);
        directions = new float[DIRECTIONS][];
        for (int i = 0; i < DIRECTIONS; i++) {
            directions[i] = unit(add(null, 1, random));
        }
        centres = new float[clusters][];
        for (int i = 0; i < clusters; i++) {
            centres[i] = mixture(random);
        }
    }

    int clusters() {
        return centres.length;
    }

    float[] centre(int cluster) {
        return centres[cluster];
    }

    /** A vector of a cluster. */
    float[] near(int cluster, Random random) {
        float[] vector = centres[cluster].clone();
        float[] aside = mixture(random);
        for (int d = 0; d < dimensions; d++) {
            vector[d] += SPREAD * aside[d];
        }
        return unit(add(vector, NOISE, random));
    }

    /** A vector of the same passage's neighbour: near to the given one. */
    float[] beside(float[] vector, Random random) {
        return unit(add(vector.clone(), NOISE, random));
    }

    private float[] mixture(Random random) {
        float[] vector = new float[dimensions];
        for (float[] direction : directions) {
            float weight = (float) random.nextGaussian();
            for (int d = 0; d < dimensions; d++) {
                vector[d] += weight * direction[d];
            }
        }
        return unit(vector);
    }

    private float[] add(float @Nullable [] vector, float length, Random random) {
        float[] sum = vector == null ? new float[dimensions] : vector;
        for (int d = 0; d < dimensions; d++) {
            sum[d] += (float) (length * random.nextGaussian() / Math.sqrt(dimensions));
        }
        return sum;
    }

    private static float[] unit(float[] vector) {
        double square = 0;
        for (float x : vector) {
            square += (double) x * x;
        }
        float scale = (float) (1 / Math.sqrt(square));
        for (int d = 0; d < vector.length; d++) {
            vector[d] *= scale;
        }
        return vector;
    }

    static float cosine(float[] a, float[] b) {
        float sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += a[d] * b[d];
        }
        return sum;
    }
}
