package io.vicinal.onnx.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.onnx.model.Head;
import io.vicinal.onnx.model.Pooling;
import io.vicinal.onnx.session.RunException;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class DenseReaderTest {
    /** Three rows of two dimensions; the text has the last two. */
    private static final FloatBuffer ROWS = FloatBuffer.wrap(new float[] {9, 9, 0, 2, 6, 6});

    @Test
    void takesTheFirstTokenAndNormalises() {
        assertThat(new DenseReader(Head.Dense.of(Pooling.CLS), 2, true).read(ROWS, 1, 2, 2))
                .containsExactly(0, 1);
    }

    @Test
    void takesTheMeanOfTheTextsOwnTokens() {
        assertThat(new DenseReader(Head.Dense.of(Pooling.MEAN), 2, true).read(ROWS, 1, 2, 2))
                .containsExactly(0.6f, 0.8f);
    }

    @Test
    void keepsTheFirstDimensionsAndTheLengthWhereAsked() {
        assertThat(new DenseReader(Head.Dense.of(Pooling.CLS), 1, true).read(ROWS, 2, 1, 2))
                .containsExactly(1);
        assertThat(new DenseReader(Head.Dense.of(Pooling.CLS), 2, false).read(ROWS, 2, 1, 2))
                .containsExactly(6, 6);
        assertThat(new DenseReader(Head.Dense.of(Pooling.MEAN), 2, false).read(ROWS, 1, 2, 2))
                .containsExactly(3, 4);
    }

    @Test
    void refusesNumbersThatAreNone() {
        FloatBuffer broken = FloatBuffer.wrap(new float[] {Float.NaN, 1, 0, 0});
        DenseReader reader = new DenseReader(Head.Dense.of(Pooling.CLS), 2, true);
        assertThatThrownBy(() -> reader.read(broken, 0, 1, 2)).isInstanceOf(RunException.class);
        assertThatThrownBy(() -> reader.read(broken, 1, 1, 2)).isInstanceOf(RunException.class);
    }
}
