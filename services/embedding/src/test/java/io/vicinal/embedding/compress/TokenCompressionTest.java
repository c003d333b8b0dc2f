package io.vicinal.embedding.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.contracts.embedding.PassageTokens;
import io.vicinal.contracts.embedding.TokenFormat;
import io.vicinal.embedding.model.LocalModel;
import io.vicinal.onnx.encode.EncoderSettings;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.encode.TokenVectors;
import io.vicinal.onnx.schedule.Deadline;
import io.vicinal.onnx.schedule.Flow;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With the vectors of the real model. */
class TokenCompressionTest {
    private static final String TEXT = "The heart pumps blood through the body. Its two halves work in step, and the"
            + " valves between the chambers keep the blood from flowing back. A healthy heart beats about one hundred"
            + " thousand times a day.";
    private static TextEncoder encoder;
    private static TokenVectors tokens;
    private static float[] mean;

    @BeforeAll
    static void encode() {
        encoder = TextEncoder.open(
                "bge-small-en-v1.5",
                new EncoderSettings(1, EncoderSettings.DEFAULT.schedule()),
                new SimpleMeterRegistry());
        tokens = encode(TEXT);
        mean = Means.of(new LocalModel(encoder, new SimpleMeterRegistry()))
                .join()
                .token();
    }

    private static TokenVectors encode(String text) {
        long[] ids = encoder.tokenizer().encode(text).ids();
        return encoder.encode(Flow.interactive(), ids, encoder.tokenVectors(ids), Deadline.none())
                .join();
    }

    private static int[] pieces(String text) {
        long[] ids = encoder.tokenizer().encode(text).ids();
        return Arrays.stream(encoder.tokenPositions(ids))
                .map(position -> (int) ids[position])
                .toArray();
    }

    @AfterAll
    static void close() {
        encoder.close();
    }

    @Test
    void leavesSpecialTokensOut() {
        assertThat(tokens.count())
                .isEqualTo(encoder.tokenizer().encodePlain(TEXT).count())
                .isEqualTo(encoder.tokenizer().encode(TEXT).count() - 2);
    }

    @Test
    void anEighthOfTheVectorsStandsForAll() {
        int count = Math.ceilDiv(tokens.count(), 8);
        assertThat(nearness(8, TokenFormat.FLOAT32, count, count * 384 * 4)).isGreaterThan(0.90);
        assertThat(nearness(8, TokenFormat.INT8, count, count * 384)).isGreaterThan(0.90);
        assertThat(nearness(8, TokenFormat.BINARY, count, count * 48)).isGreaterThan(0.75);
    }

    @Test
    void withoutPoolingFloatsAreExactBytesNearlyAndBitsTellTheDirection() {
        int count = tokens.count();
        assertThat(nearness(1, TokenFormat.FLOAT32, count, count * 384 * 4)).isCloseTo(1, within(1e-5));
        assertThat(nearness(1, TokenFormat.INT8, count, count * 384)).isGreaterThan(0.999);
        assertThat(nearness(1, TokenFormat.BINARY, count, count * 48)).isGreaterThan(0.8);
    }

    private static double nearness(int pooling, TokenFormat format, int count, int bytes) {
        PassageTokens compressed = new TokenCompression(pooling, format, mean).compress(tokens, pieces(TEXT));
        assertThat(compressed.format()).isEqualTo(format);
        assertThat(compressed.count()).isEqualTo(count);
        assertThat(compressed.data()).hasSize(bytes);
        return CompressionBench.nearness(TokenCompression.rows(tokens), Decoded.rows(compressed, mean));
    }

    @Test
    void aShortTextKeepsOneVectorAndOneWithoutTokensNone() {
        TokenCompression compression = new TokenCompression(8, TokenFormat.BINARY, mean);
        assertThat(compression.compress(encode("heart"), pieces("heart")).count())
                .isEqualTo(1);
        assertThat(compression.compress(encode("\u0000"), new int[0])).isNull();
    }

    @Test
    void aPieceCountsOnceInItsVectorHoweverOftenItIsThere() {
        TokenVectors three = new TokenVectors(3, 2, new float[] {1, 0, 1, 0, 0, 1});
        TokenCompression one = new TokenCompression(3, TokenFormat.FLOAT32, null);
        float half = (float) Math.sqrt(0.5);
        assertThat(Decoded.rows(one.compress(three, new int[] {7, 7, 8}), null)[0])
                .containsExactly(new float[] {half, half}, within(1e-6f));
        float twoThirds = (float) (2 / Math.sqrt(5));
        assertThat(Decoded.rows(one.compress(three, new int[] {7, 9, 8}), null)[0])
                .containsExactly(new float[] {twoThirds, twoThirds / 2}, within(1e-6f));
    }

    @Test
    void bitsAreSetWhereAVectorIsAboveTheMean() {
        TokenVectors two =
                new TokenVectors(2, 10, new float[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1});
        float[] few = {0.5f, -0.5f, 0, 0, 0, 0, 0, 0, -0.5f, -0.5f};
        PassageTokens bits = new TokenCompression(1, TokenFormat.BINARY, few).compress(two, new int[] {1, 2});
        assertThat(bits.data()).containsExactly(0b11, 0b11, 0b10, 0b01);
        PassageTokens plain = new TokenCompression(1, TokenFormat.BINARY, null).compress(two, new int[] {1, 2});
        assertThat(plain.data()).containsExactly(0b01, 0, 0, 0);
    }

    @Test
    void aMeanOfAnotherModelIsRefused() {
        assertThatThrownBy(
                        () -> new TokenCompression(8, TokenFormat.BINARY, new float[3]).compress(tokens, pieces(TEXT)))
                .hasMessageContaining("3 dimensions");
    }

    @Test
    void theMeansOfAModelAreAlwaysTheSameAndNotNothing() {
        assertThat(Means.of(new LocalModel(encoder, new SimpleMeterRegistry()))
                        .join()
                        .token())
                .containsExactly(mean);
        double squares = 0;
        for (float x : mean) {
            squares += x * x;
        }
        assertThat(Math.sqrt(squares)).isBetween(0.3, 0.9);
    }
}
