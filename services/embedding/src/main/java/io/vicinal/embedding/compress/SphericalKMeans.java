package io.vicinal.embedding.compress;

import java.util.Arrays;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/**
 * Spherical k-means (Dhillon and Modha, <i>Concept decompositions for large sparse text data using clustering</i>, 2001) over
 * the token vectors of one passage. It begins with runs of neighbouring tokens, which are near to each other as they are, so
 * that a few rounds suffice and the same rows give the same centroids, up to the order in which the machine adds. Costs
 * {@code rounds × rows × clusters × dimensions}.
 */
final class SphericalKMeans {
    /** What more rounds add to the mean cosine of rows and centroids is below 0.002: see docs/decisions/0011. */
    private static final int ROUNDS = 4;
    /** Of small clusters there are many, each round costs more, and the beginning is nearer to the end. */
    private static final int ROUNDS_OF_SMALL = 2;

    private static final int SMALL = 4;

    private final float[][] rows;
    private final float[] weighted;
    private final int[] clusterOf;
    private final float[] nearness;
    private final int[] sizes;
    private final float[][] centroids;

    private SphericalKMeans(float[][] rows, int clusters) {
        this.rows = rows;
        this.weighted = new float[rows[0].length];
        this.clusterOf = new int[rows.length];
        this.nearness = new float[rows.length];
        this.sizes = new int[clusters];
        this.centroids = new float[clusters][rows[0].length];
        for (int row = 0; row < rows.length; row++) {
            clusterOf[row] = (int) ((long) row * clusters / rows.length);
            sizes[clusterOf[row]]++;
        }
    }

    /**
     * As below, after as many rounds as are worth their time, each centroid the weighted mean of its rows.
     *
     * @param weights {@code float[rows]}, above 0; they do not matter to which rows come together
     */
    static float[][] centroids(float[][] rows, int clusters, float[] weights) {
        return centroids(rows, clusters, clusters * SMALL > rows.length + SMALL ? ROUNDS_OF_SMALL : ROUNDS, weights);
    }

    /**
     * @param rows {@code [rows × dimensions]}, each of length 1
     * @param clusters from 1 to the number of rows
     * @return {@code [clusters × dimensions]}, each of length 1, none of an empty cluster
     */
    static float[][] centroids(float[][] rows, int clusters, int rounds) {
        return centroids(rows, clusters, rounds, null);
    }

    private static float[][] centroids(float[][] rows, int clusters, int rounds, float @Nullable [] weights) {
        if (clusters == rows.length) {
            return rows;
        }
        SphericalKMeans kMeans = new SphericalKMeans(rows, clusters);
        kMeans.average(null);
        for (int round = 0; round < rounds && clusters > 1 && kMeans.assign(); round++) {
            kMeans.fillEmpty();
            kMeans.average(null);
        }
        if (weights != null) {
            kMeans.average(weights);
        }
        return kMeans.centroids;
    }

    /** @return whether any row moved */
    private boolean assign() {
        boolean moved = false;
        for (int row = 0; row < rows.length; row++) {
            int best = clusterOf[row];
            float most = VectorUtil.dotProduct(rows[row], centroids[best]);
            for (int cluster = 0; cluster < centroids.length; cluster++) {
                float nearer = VectorUtil.dotProduct(rows[row], centroids[cluster]);
                if (nearer > most) {
                    most = nearer;
                    best = cluster;
                }
            }
            nearness[row] = most;
            if (best != clusterOf[row]) {
                move(row, best);
                moved = true;
            }
        }
        return moved;
    }

    /** A cluster that lost all its rows gets the one that fits worst where it is. */
    private void fillEmpty() {
        for (int cluster = 0; cluster < sizes.length; cluster++) {
            if (sizes[cluster] > 0) {
                continue;
            }
            int worst = -1;
            for (int row = 0; row < rows.length; row++) {
                if (sizes[clusterOf[row]] > 1 && (worst < 0 || nearness[row] < nearness[worst])) {
                    worst = row;
                }
            }
            move(worst, cluster);
            nearness[worst] = 1;
        }
    }

    private void move(int row, int cluster) {
        sizes[clusterOf[row]]--;
        sizes[cluster]++;
        clusterOf[row] = cluster;
    }

    private void average(float @Nullable [] weights) {
        for (float[] centroid : centroids) {
            Arrays.fill(centroid, 0);
        }
        for (int row = 0; row < rows.length; row++) {
            VectorUtil.add(centroids[clusterOf[row]], weights == null ? rows[row] : weighted(row, weights[row]));
        }
        for (int cluster = 0; cluster < centroids.length; cluster++) {
            scale(cluster);
        }
    }

    private float[] weighted(int row, float weight) {
        for (int d = 0; d < weighted.length; d++) {
            weighted[d] = weight * rows[row][d];
        }
        return weighted;
    }

    /** Rows that cancel each other out have no mean direction; the first of them stands for all. */
    private void scale(int cluster) {
        float[] centroid = centroids[cluster];
        float length = (float) Math.sqrt(VectorUtil.dotProduct(centroid, centroid));
        if (length < 1e-6f) {
            int first = 0;
            while (clusterOf[first] != cluster) {
                first++;
            }
            centroids[cluster] = rows[first].clone();
            return;
        }
        float scale = 1 / length;
        for (int d = 0; d < centroid.length; d++) {
            centroid[d] *= scale;
        }
    }
}
