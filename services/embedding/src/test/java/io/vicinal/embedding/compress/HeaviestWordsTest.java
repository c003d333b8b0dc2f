package io.vicinal.embedding.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.contracts.embedding.SparseWeights;
import io.vicinal.onnx.encode.SparseVector;
import io.vicinal.onnx.session.RunException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeaviestWordsTest {
    private final long seed = Long.getLong("vicinal.test.seed", System.nanoTime());

    @Test
    void keepsWhatIsThereAndLeavesOutWhatNoIndexCouldKeep() {
        HeaviestWords kept =
                HeaviestWords.of(new SparseVector(new int[] {2, 5, 9}, new float[] {0.5f, Float.MIN_VALUE, 3}));
        assertThat(kept.weights().words()).containsExactly(2, 9);
        assertThat(kept.weights().weights()).containsExactly(0.5f, 3);
        assertThat(kept.left()).isZero();
        assertThat(HeaviestWords.of(new SparseVector(new int[0], new float[0]))
                        .weights()
                        .count())
                .isZero();
    }

    @Test
    void keepsTheHeaviestOfTooManyInTheOrderOfTheVocabulary() {
        Random random = new Random(seed);
        int many = SparseWeights.MOST + 500;
        float[] weights = new float[many];
        for (int i = 0; i < many; i++) {
            weights[i] = random.nextFloat(0.1f, 2);
        }
        HeaviestWords kept =
                HeaviestWords.of(new SparseVector(IntStream.range(0, many).toArray(), weights));
        float[] sorted = weights.clone();
        Arrays.sort(sorted);
        assertThat(kept.left()).isEqualTo(500);
        assertThat(kept.weights().count()).isEqualTo(SparseWeights.MOST);
        for (int i = 0; i < SparseWeights.MOST; i++) {
            assertThat(kept.weights().weights()[i])
                    .as("seed %d", seed)
                    .isGreaterThanOrEqualTo(sorted[500])
                    .isEqualTo(weights[kept.weights().words()[i]]);
        }
    }

    @Test
    void aWeightBeyondAllSenseIsTheModelsFailure() {
        for (float weight : new float[] {1e7f, Float.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> HeaviestWords.of(new SparseVector(new int[] {4}, new float[] {weight})))
                    .isInstanceOf(RunException.class)
                    .hasMessageContaining("at most");
        }
    }
}
