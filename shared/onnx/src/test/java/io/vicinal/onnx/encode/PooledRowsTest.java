package io.vicinal.onnx.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.onnx.model.Activation;
import io.vicinal.onnx.model.DenseModule;
import io.vicinal.onnx.model.Head;
import io.vicinal.onnx.model.Pooling;
import java.nio.FloatBuffer;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Pooling as sentence-transformers defines it. */
class PooledRowsTest {
    private static final Offset<Float> NEAR = within(1e-6f);
    /** Five rows of two dimensions; the text has the middle three: (1, -2), (3, -4), (2, -9). */
    private static final FloatBuffer ROWS = FloatBuffer.wrap(new float[] {9, 9, 1, -2, 3, -4, 2, -9, 7, 7});

    @Test
    void poolsInEachWay() {
        assertThat(pooled(Pooling.CLS)).containsExactly(new float[] {1, -2}, NEAR);
        assertThat(pooled(Pooling.LAST_TOKEN)).containsExactly(new float[] {2, -9}, NEAR);
        assertThat(pooled(Pooling.MAX)).containsExactly(new float[] {3, -2}, NEAR);
        assertThat(pooled(Pooling.MEAN)).containsExactly(new float[] {2, -5}, NEAR);
        float root = (float) Math.sqrt(3);
        assertThat(pooled(Pooling.MEAN_SQRT_LEN)).containsExactly(new float[] {6 / root, -15 / root}, NEAR);
        assertThat(pooled(Pooling.WEIGHTED_MEAN))
                .containsExactly(new float[] {(1 + 2 * 3 + 3 * 2) / 6f, -(2 + 2 * 4 + 3 * 9) / 6f}, NEAR);
    }

    @Test
    void poolsATextOfOneTokenToThatToken() {
        for (Pooling pooling : Pooling.values()) {
            assertThat(PooledRows.read(pooling, ROWS, 1, 1, 2, 2))
                    .as(pooling.text())
                    .containsExactly(new float[] {1, -2}, NEAR);
        }
    }

    @Test
    void poolsOnlyTheDimensionsThatAreKept() {
        for (Pooling pooling : Pooling.values()) {
            assertThat(PooledRows.read(pooling, ROWS, 1, 3, 2, 1))
                    .as(pooling.text())
                    .containsExactly(pooled(pooling)[0]);
        }
    }

    @Test
    void sendsThePooledVectorThroughTheModulesThatFollow() {
        // (2, -5) → 2·2 + 1·-5 + 0.5 = -0.5 and 0·2 + -1·-5 + 0.25 = 5.25 and 1·2 + 1·-5 = -3
        DenseModule first =
                new DenseModule(2, 3, new float[] {2, 0, 1, 1, -1, 1}, new float[] {0.5f, 0.25f, 0}, Activation.RELU);
        DenseModule second = new DenseModule(3, 2, new float[] {1, 1, 2, 0, 1, 1}, new float[0], Activation.IDENTITY);
        Head.Dense head = new Head.Dense(Pooling.MEAN, List.of(first, second), true, List.of());
        assertThat(new DenseReader(head, 2, false).read(ROWS, 1, 3, 2)).containsExactly(new float[] {10.5f, 0}, NEAR);
        assertThat(new DenseReader(head, 1, true).read(ROWS, 1, 3, 2)).containsExactly(new float[] {1}, NEAR);
    }

    @Test
    void activatesAsPyTorchDoes() {
        float[] x = {-1.5f, 0, 0.5f, 3};
        // torch.nn.functional, to six places
        assertThat(activated(Activation.GELU, x))
                .containsExactly(new float[] {-0.100211f, 0, 0.345731f, 2.995950f}, NEAR);
        assertThat(activated(Activation.TANH, x))
                .containsExactly(new float[] {-0.905148f, 0, 0.462117f, 0.995055f}, NEAR);
        assertThat(activated(Activation.SIGMOID, x))
                .containsExactly(new float[] {0.182426f, 0.5f, 0.622459f, 0.952574f}, NEAR);
        assertThat(activated(Activation.RELU, x)).containsExactly(0, 0, 0.5f, 3);
    }

    private static float[] activated(Activation activation, float[] x) {
        float[] identity = new float[x.length * x.length];
        for (int i = 0; i < x.length; i++) {
            identity[i * x.length + i] = 1;
        }
        return new DenseModule(x.length, x.length, identity, new float[0], activation).apply(x);
    }

    private static float[] pooled(Pooling pooling) {
        return PooledRows.read(pooling, ROWS, 1, 3, 2, 2);
    }
}
