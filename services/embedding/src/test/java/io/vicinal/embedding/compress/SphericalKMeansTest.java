package io.vicinal.embedding.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.apache.lucene.util.VectorUtil;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class SphericalKMeansTest {

    @Test
    void findsGroupsThatAreThereWhateverTheOrder() {
        Random random = new Random(7);
        float[][] centres = {direction(random, 32), direction(random, 32), direction(random, 32)};
        float[][] rows = new float[60][];
        for (int i = 0; i < rows.length; i++) { // neighbours are of different groups: the beginning is as bad as can be
            rows[i] = near(centres[i % 3], 0.05, random);
        }
        float[][] found = SphericalKMeans.centroids(rows, 3, 20);
        for (float[] centre : centres) {
            assertThat(Arrays.stream(found)
                            .mapToDouble(centroid -> VectorUtil.dotProduct(centroid, centre))
                            .max()
                            .orElseThrow())
                    .isGreaterThan(0.98);
        }
    }

    @Test
    void keepsEveryRowWhereThereAreAsManyClusters() {
        float[][] rows = {{1, 0}, {0, 1}, {0.6f, 0.8f}};
        assertThat(SphericalKMeans.centroids(rows, 3, 4)).isDeepEqualTo(rows);
    }

    @Test
    void oneClusterIsTheMeanDirection() {
        float[][] rows = {{1, 0}, {0, 1}};
        float[] centroid = SphericalKMeans.centroids(rows, 1, 4)[0];
        assertThat(centroid[0]).isCloseTo((float) Math.sqrt(0.5), within(1e-6f));
        assertThat(centroid[1]).isCloseTo((float) Math.sqrt(0.5), within(1e-6f));
    }

    @Test
    void rowsThatAreAllAlikeOrCancelOutStillGiveDirections() {
        float[][] alike = new float[20][];
        Arrays.setAll(alike, _ -> new float[] {0, 1, 0});
        assertThat(SphericalKMeans.centroids(alike, 5, 4)).hasNumberOfRows(5).isDeepEqualTo(Arrays.copyOf(alike, 5));
        float[][] opposite = {{1, 0, 0}, {-1, 0, 0}};
        assertThat(SphericalKMeans.centroids(opposite, 1, 4)[0]).containsExactly(1, 0, 0);
    }

    @RepeatedTest(100)
    void givesAsManyDirectionsAsAskedForNeverWorseThanTheBeginningAndAlwaysTheSame(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int dimensions = 1 + random.nextInt(40);
        float[][] rows = new float[1 + random.nextInt(80)][];
        int kinds = 1 + random.nextInt(rows.length);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i < kinds ? direction(random, dimensions) : rows[random.nextInt(kinds)];
        }
        int clusters = 1 + random.nextInt(rows.length);
        float[][] centroids = SphericalKMeans.centroids(rows, clusters, 8);
        assertThat(centroids.length).isEqualTo(clusters);
        for (float[] centroid : centroids) {
            assertThat(VectorUtil.dotProduct(centroid, centroid)).isCloseTo(1, within(1e-4f));
        }
        // SIMD adds in another order than code that is not compiled yet, which may decide a tie.
        assertThat(CompressionBench.nearness(rows, SphericalKMeans.centroids(rows, clusters, 8)))
                .isCloseTo(CompressionBench.nearness(rows, centroids), within(0.02));
        assertThat(CompressionBench.nearness(rows, centroids))
                .isGreaterThanOrEqualTo(
                        CompressionBench.nearness(rows, SphericalKMeans.centroids(rows, clusters, 0)) - 0.05);
    }

    private static float[] direction(Random random, int dimensions) {
        float[] row = new float[dimensions];
        for (int d = 0; d < dimensions; d++) {
            row[d] = (float) random.nextGaussian();
        }
        return VectorUtil.l2normalize(row);
    }

    private static float[] near(float[] centre, double spread, Random random) {
        float[] row = centre.clone();
        for (int d = 0; d < row.length; d++) {
            row[d] += (float) (spread * random.nextGaussian());
        }
        return VectorUtil.l2normalize(row);
    }
}
