package io.vicinal.onnx.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.onnx.model.ModelException;
import io.vicinal.onnx.model.ModelKind;
import io.vicinal.onnx.schedule.Deadline;
import io.vicinal.onnx.schedule.Flow;
import io.vicinal.onnx.session.OutputReader;
import io.vicinal.onnx.session.RunException;
import io.vicinal.testkit.model.TinyModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of model, from a folder to numbers that can be told by hand. */
class TinyModelsTest {
    private static final Offset<Float> NEAR = within(1e-5f);
    private static final int RED = 9;
    private static final int GREEN = 10;

    @TempDir
    Path folder;

    @Test
    void readsADenseModel() throws Exception {
        for (Function<Path, Path> variant : List.<Function<Path, Path>>of(
                TinyModels::dense, TinyModels::int32, TinyModels::float16, TinyModels::bfloat16, TinyModels::int8)) {
            try (TextEncoder encoder = open(variant.apply(folder))) {
                assertThat(encoder.kind()).isEqualTo(ModelKind.DENSE);
                assertThat(encoder.dimensions()).isEqualTo(4);
                float[] raw = encode(encoder, "Red green", encoder.dense(4, false));
                assertThat(raw).containsExactly(new float[] {0.25f, 0.5f, 0, 0.75f}, NEAR);
                float root = (float) Math.sqrt(1 + 4 + 9);
                assertThat(encoder.encodeQuery("red green", Deadline.none())
                                .get()
                                .dense())
                        .containsExactly(new float[] {1 / root, 2 / root, 0, 3 / root}, NEAR);
            }
        }
    }

    @Test
    void givesPositionsToAGraphThatTakesThem() throws Exception {
        try (TextEncoder encoder = open(TinyModels.positions(folder))) {
            // positions 0 to 3 add 0.06 in all
            assertThat(encode(encoder, "red green", encoder.dense(4, false)))
                    .containsExactly(new float[] {0.265f, 0.5f, 0, 0.75f}, NEAR);
        }
    }

    @Test
    void readsTheOutputThatIsNamedWhereSeveralFit() throws Exception {
        TinyModels.twoOutputs(folder);
        try (TextEncoder encoder = open(folder)) {
            assertThat(encode(encoder, "red green", encoder.dense(4, false)))
                    .containsExactly(new float[] {0.5f, 1, 0, 1.5f}, NEAR);
        }
        Files.writeString(folder.resolve("vicinal-model.yaml"), "pooling: mean\nmax_tokens: 64\n");
        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("is expected to have one output of [texts, tokens, dimensions]");
    }

    @Test
    void failsOnlyTheTextForWhichTheModelAnswersNaN() throws Exception {
        try (TextEncoder encoder = open(TinyModels.nan(folder))) {
            assertThatThrownBy(() ->
                            encoder.encodeQuery("red broken", Deadline.none()).get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(RunException.class);
            assertThat(encoder.encodeQuery("red", Deadline.none()).get().dense())
                    .hasSize(4);
        }
    }

    @Test
    void weighsWordsPerTokenAndPooledAlike() throws Exception {
        for (Function<Path, Path> variant :
                List.<Function<Path, Path>>of(TinyModels::sparse, TinyModels::sparsePooled)) {
            try (TextEncoder encoder = open(variant.apply(folder))) {
                SparseVector red = encode(encoder, "red", encoder.sparse());
                assertThat(red.ids()).containsExactly(RED, GREEN);
                assertThat(red.weights()).containsExactly(new float[] {ln(3), ln(2)}, NEAR);
                SparseVector both = encode(encoder, "red green", encoder.sparse());
                assertThat(both.ids()).containsExactly(RED, GREEN);
                assertThat(both.weights()).containsExactly(new float[] {ln(3), ln(4)}, NEAR);
                assertThat(encode(encoder, "", encoder.sparse()).ids()).isEmpty();
            }
        }
    }

    @Test
    void projectsTheTokensOfALateInteractionModel() throws Exception {
        try (TextEncoder encoder = open(TinyModels.lateInteraction(folder))) {
            TokenVectors document = tokens(encoder, encoder.profile().passagePrefix() + "red. green blue");
            assertThat(document.count()).isEqualTo(3);
            assertThat(document.dimensions()).isEqualTo(2);
            assertThat(document.values()).containsExactly(new float[] {1, 0, 0, 1, 1, 0}, NEAR);
            TokenVectors query = tokens(encoder, encoder.profile().queryPrefix() + "red.");
            assertThat(query.values()).containsExactly(new float[] {1, 0, 0, 1}, NEAR);
        }
    }

    @Test
    void scoresAPairWithOneLabel() throws Exception {
        try (TextEncoder encoder = open(TinyModels.crossEncoder(folder, 1))) {
            PairScore score = score(encoder, "red", "green blue");
            assertThat(score.scores()).containsExactly(new float[] {(float) (1 / (1 + Math.exp(-(2 + 4 - 1))))}, NEAR);
            assertThat(score.tokens()).isEqualTo(6);
            assertThat(score.truncated()).isFalse();
        }
    }

    @Test
    void scoresAPairWithThreeLabels() throws Exception {
        try (TextEncoder encoder = open(TinyModels.crossEncoder(folder, 3))) {
            assertThat(encoder.dimensions()).isEqualTo(3);
            assertThat(score(encoder, "red", "green blue blue").scores()).containsExactly(new float[] {-1, 1, 2}, NEAR);
        }
    }

    @Test
    void cutsAPairOnThePassagesSideOnly() throws Exception {
        try (TextEncoder encoder = open(TinyModels.crossEncoder(folder, 3))) {
            PairScore score = score(encoder, "red ".repeat(50), "green ".repeat(20) + "blue");
            assertThat(score.tokens()).isEqualTo(TinyModels.MAX_TOKENS);
            assertThat(score.truncated()).isTrue();
            assertThat(score.scores()).containsExactly(new float[] {-50, 11, 0}, NEAR);
            assertThat(score(encoder, "red ".repeat(60), "green").truncated()).isFalse();
            assertThatThrownBy(() -> score(encoder, "red ".repeat(61), "green"))
                    .isInstanceOf(QueryTooLongException.class)
                    .hasMessage("The query has 61 tokens, and the model reads at most 60 tokens beside a passage.");
            // one unknown word, however long: what is not read must not pass for read
            assertThatThrownBy(() -> score(encoder, "x".repeat(10_000), "green"))
                    .isInstanceOf(QueryTooLongException.class)
                    .hasMessageStartingWith("The query has 10000 characters");
        }
    }

    @Test
    void namesTheKindWhereAnotherIsNeeded() throws Exception {
        try (TextEncoder encoder = open(TinyModels.dense(folder))) {
            assertThatThrownBy(encoder::sparse)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("This needs a model of the kind sparse, and this one is dense.");
            assertThatThrownBy(() -> score(encoder, "red", "green"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cross-encoder");
        }
        try (TextEncoder encoder = open(TinyModels.sparse(folder))) {
            assertThatThrownBy(() -> encoder.encodeQuery("red", Deadline.none()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("sparse");
            assertThatThrownBy(() -> encoder.tokenVectors(new long[] {2, 9, 3}))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    private static TextEncoder open(Path folder) {
        return TextEncoder.open(
                folder.toString(),
                new EncoderSettings(1, EncoderSettings.DEFAULT.schedule()),
                new SimpleMeterRegistry());
    }

    private static <T> T encode(TextEncoder encoder, String text, OutputReader<T> reader) throws Exception {
        long[] ids = encoder.tokenizer().encode(text).ids();
        return encoder.encode(Flow.interactive(), ids, reader, Deadline.none()).get();
    }

    private static TokenVectors tokens(TextEncoder encoder, String text) throws Exception {
        long[] ids = encoder.tokenizer().encode(text).ids();
        return encoder.encode(Flow.interactive(), ids, encoder.tokenVectors(ids), Deadline.none())
                .get();
    }

    private static PairScore score(TextEncoder encoder, String query, String passage) throws Exception {
        return encoder.score(query, passage, Flow.interactive(), Deadline.none())
                .get();
    }

    private static float ln(double x) {
        return (float) Math.log(x);
    }
}
