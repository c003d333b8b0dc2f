package io.vicinal.retrieval.lateinteraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.contracts.embedding.PassageTokens;
import io.vicinal.contracts.embedding.TokenFormat;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaxSimTest {
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    /** The definition, in double, over what the written bytes stand for. */
    private static double naive(float[][] query, float[] weights, PassageTokens passage) {
        double[][] rows = TokenRows.read(passage);
        double score = 0;
        for (int token = 0; token < query.length; token++) {
            double best = Double.NEGATIVE_INFINITY;
            for (double[] row : rows) {
                double dot = 0;
                for (int d = 0; d < row.length; d++) {
                    dot += query[token][d] * row[d];
                }
                best = Math.max(best, dot);
            }
            score += weights[token] * best;
        }
        return score;
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT32, 384, 1e-5",
        "FLOAT32, 20, 1e-5",
        "FLOAT32, 3, 1e-5",
        "INT8, 384, 0.003",
        "INT8, 20, 0.01",
        "INT8, 1000, 0.003",
        "BINARY, 384, 0.003",
        "BINARY, 20, 0.015",
        "BINARY, 1001, 0.002",
        "BINARY, 8, 0.015"
    })
    void isTheWeightedMeanOfEachTokensBestCosine(TokenFormat format, int dimensions, double tolerance) {
        isTheMean(format, dimensions, tolerance, 1, BitRows.SHORT_QUERY);
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, 384, 1e-5", "INT8, 384, 0.003", "BINARY, 384, 0.02", "BINARY, 1001, 0.02"})
    void whatCoarserTokensOfALongerQueryLoseIsAveragedOut(TokenFormat format, int dimensions, double tolerance) {
        isTheMean(format, dimensions, tolerance, BitRows.SHORT_QUERY + 1, 24);
    }

    private void isTheMean(TokenFormat format, int dimensions, double tolerance, int fewest, int most) {
        float[] mean = new float[dimensions];
        for (int repeat = 0; repeat < 50; repeat++) {
            float[][] query = TokenRows.random(random, random.nextInt(fewest, most + 1), dimensions);
            float[] weights = weights(query.length);
            TokenLayout layout = new TokenLayout(format, dimensions);
            MaxSim maxSim = new MaxSim(query, weights, layout);
            for (int p = 0; p < 5; p++) {
                PassageTokens passage =
                        TokenRows.written(TokenRows.random(random, 1 + random.nextInt(40), dimensions), format, mean);
                assertThat((double) maxSim.score(column(passage, layout)))
                        .as("seed %d, repeat %d, passage %d", seed, repeat, p)
                        .isCloseTo(naive(query, weights, passage), within(tolerance));
            }
        }
    }

    @Test
    void aTokenThatIsInThePassageTakesAllOfItsWeight() {
        float[][] rows = TokenRows.random(random, 10, 384);
        MaxSim maxSim =
                new MaxSim(new float[][] {rows[3], rows[7]}, new float[] {0.25f, 0.75f}, layout(TokenFormat.FLOAT32));
        PassageTokens passage = TokenRows.written(rows, TokenFormat.FLOAT32, new float[384]);
        assertThat(maxSim.score(column(passage, layout(TokenFormat.FLOAT32)))).isCloseTo(1f, within(1e-5f));
    }

    /** With two nibbles, the order of passages is that of the exact cosines wherever they differ by more than rounding. */
    @Test
    void bitsOrderPassagesAsTheirSignsDo() {
        float[][] query = TokenRows.random(random, 6, 384);
        float[] weights = weights(6);
        MaxSim maxSim = new MaxSim(query, weights, layout(TokenFormat.BINARY));
        double[] exact = new double[200];
        double[] fast = new double[200];
        for (int p = 0; p < exact.length; p++) {
            PassageTokens passage =
                    TokenRows.written(TokenRows.random(random, 30, 384), TokenFormat.BINARY, new float[384]);
            exact[p] = naive(query, weights, passage);
            fast[p] = maxSim.score(column(passage, layout(TokenFormat.BINARY)));
        }
        for (int a = 0; a < exact.length; a++) {
            for (int b = 0; b < exact.length; b++) {
                if (exact[a] - exact[b] > 0.003) {
                    assertThat(fast[a]).as("seed %d", seed).isGreaterThan(fast[b]);
                }
            }
        }
    }

    @Test
    void aRarePieceCountsForMoreThanOneThatIsEverywhere() {
        float[] weights = PieceWeights.of(new int[] {7, 8, 7, 9}, 1000, Map.of(7, 1000L, 8, 1L));
        assertThat(weights[0]).isEqualTo(weights[2]);
        assertThat(weights[3]).as("in no passage").isGreaterThan(weights[1]);
        assertThat(weights[1]).isGreaterThan(100 * weights[0]);
        assertThat(weights[0] + weights[1] + weights[2] + weights[3]).isCloseTo(1f, within(1e-6f));
        assertThat(weights[1] / weights[3])
                .isCloseTo((float) (Math.log(1 + 999.5 / 1.5) / Math.log(1 + 1000.5 / 0.5)), within(1e-6f));
    }

    @Test
    void withoutStatisticsAllCountAlike() {
        assertThat(PieceWeights.of(new int[] {7, 8}, 0, Map.of())).containsExactly(0.5f, 0.5f);
        assertThat(PieceWeights.of(new int[] {7, 8}, 3, Map.of(7, 9L, 8, 3L)))
                .as("more than there are is all there are")
                .containsExactly(0.5f, 0.5f);
    }

    @Test
    void tokensThatDoNotFitTheCollectionAreRefused() {
        PassageTokens tokens = TokenRows.written(TokenRows.random(random, 2, 16), TokenFormat.INT8, new float[16]);
        refused(tokens, new TokenLayout(TokenFormat.BINARY, 16), ProblemType.INVALID_VALUE, "int8");
        refused(tokens, new TokenLayout(TokenFormat.INT8, 24), ProblemType.WRONG_DIMENSIONS, "16 dimensions");
        byte[] zeros = new byte[32];
        zeros[0] = 1;
        refused(
                new PassageTokens(TokenFormat.INT8, 2, 16, zeros),
                new TokenLayout(TokenFormat.INT8, 16),
                ProblemType.INVALID_VALUE,
                "zeros");
        refused(
                TokenRows.written(new float[][] {{3, 4}}, TokenFormat.FLOAT32, new float[2]),
                new TokenLayout(TokenFormat.FLOAT32, 2),
                ProblemType.INVALID_VALUE,
                "normalised");
        refused(
                TokenRows.written(new float[][] {{Float.NaN, 1}}, TokenFormat.FLOAT32, new float[2]),
                new TokenLayout(TokenFormat.FLOAT32, 2),
                ProblemType.INVALID_VALUE,
                "normalised");
    }

    private static void refused(PassageTokens tokens, TokenLayout layout, ProblemType type, String mention) {
        assertThatThrownBy(() -> TokenColumn.bytes(tokens, layout, 5))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(type.is(e.problem())).isTrue();
                    assertThat(e.problem().detail()).contains("passage 5", mention);
                });
    }

    private static TokenLayout layout(TokenFormat format) {
        return new TokenLayout(format, 384);
    }

    /** Somewhere in a larger array, as a doc value may be. */
    private static BytesRef column(PassageTokens passage, TokenLayout layout) {
        byte[] bytes = TokenColumn.bytes(passage, layout, 0);
        byte[] larger = new byte[bytes.length + 12];
        Arrays.fill(larger, (byte) 0x55);
        System.arraycopy(bytes, 0, larger, 5, bytes.length);
        return new BytesRef(larger, 5, bytes.length);
    }

    private float[] weights(int count) {
        float[] weights = new float[count];
        float sum = 0;
        for (int i = 0; i < count; i++) {
            weights[i] = random.nextFloat();
            sum += weights[i];
        }
        for (int i = 0; i < count; i++) {
            weights[i] /= sum;
        }
        return weights;
    }
}
