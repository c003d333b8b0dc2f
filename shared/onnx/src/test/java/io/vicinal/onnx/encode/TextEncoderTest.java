package io.vicinal.onnx.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.onnx.schedule.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TextEncoderTest {
    private static final String MODEL = "bge-small-en-v1.5";
    private static TextEncoder encoder;
    private static HuggingFaceTokenizer plainTokenizer;
    private static OrtSession plainSession;

    @BeforeAll
    static void open() throws Exception {
        plainTokenizer = HuggingFaceTokenizer.newInstance(
                TextEncoderTest.class.getResourceAsStream("/bge-small-en-v1.5-q-tokenizer.json"), Map.of());
        plainSession = OrtEnvironment.getEnvironment()
                .createSession(TextEncoderTest.class
                        .getResourceAsStream("/bge-small-en-v1.5-q.onnx")
                        .readAllBytes());
        encoder = TextEncoder.open(MODEL, EncoderSettings.DEFAULT, new SimpleMeterRegistry());
    }

    @AfterAll
    static void close() throws Exception {
        plainSession.close();
        plainTokenizer.close();
        encoder.close();
    }

    @Test
    void tellsWhatTheModelIs() {
        assertThat(encoder.name()).isEqualTo(MODEL);
        assertThat(encoder.dimensions()).isEqualTo(384);
        assertThat(encoder.maxTokens()).isEqualTo(512);
    }

    @Test
    void equalsOnnxRuntimeCalledPlainly() throws Exception {
        for (String text :
                List.of("Zero-dimensional biomaterials lack inductive properties.", "emoji 😀 and 日本語", "x")) {
            Embedding query = encoder.encodeQuery(text, Deadline.none()).get();
            assertThat(cosine(query.dense(), reference(text))).isGreaterThan(0.9999);
            Embedding passage = encoder.encodePassage(text, Deadline.none()).get();
            assertThat(cosine(passage.dense(), reference(text))).isGreaterThan(0.9999);
            assertThat(cosine(passage.dense(), passage.dense())).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void cutsALongTextAndSaysSo() throws Exception {
        Embedding longer =
                encoder.encodeQuery("word ".repeat(10_000), Deadline.none()).get();
        assertThat(longer.truncated()).isTrue();
        assertThat(longer.tokens()).isEqualTo(512);
        Embedding shorter = encoder.encodeQuery("word", Deadline.none()).get();
        assertThat(shorter.truncated()).isFalse();
    }

    @Test
    void givesAQueryTheSameBytesWhateverTheLoad() throws Exception {
        float[] alone =
                encoder.encodeQuery("what is a shard", Deadline.none()).get().dense();
        List<CompletableFuture<Embedding>> bulk = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            bulk.add(encoder.encodePassage("short text number " + i, Deadline.none()));
        }
        float[] loaded =
                encoder.encodeQuery("what is a shard", Deadline.none()).get().dense();
        assertThat(loaded).containsExactly(alone);
        for (CompletableFuture<Embedding> one : bulk) {
            one.get();
        }
    }

    /** Sharing a run moves a short passage's vector a little, because the default model scales activations over the run. */
    @Test
    void keepsShortPassagesThatShareARunNearTheirVectorAlone() throws Exception {
        List<String> texts = new ArrayList<>();
        List<CompletableFuture<Embedding>> together = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            texts.add("the " + List.of("cat", "market", "protein", "river").get(i % 4) + " of item " + i % 10);
            together.add(encoder.encodePassage(texts.get(i), Deadline.none()));
        }
        for (int i = 0; i < texts.size(); i++) {
            double cosine = cosine(together.get(i).get().dense(), reference(texts.get(i)));
            assertThat(cosine).as(texts.get(i)).isGreaterThan(0.98);
        }
    }

    private static float[] reference(String text) throws Exception {
        var encoding = plainTokenizer.encode(text);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OnnxTensor ids = OnnxTensor.createTensor(environment, new long[][] {encoding.getIds()});
                OnnxTensor mask = OnnxTensor.createTensor(environment, new long[][] {encoding.getAttentionMask()});
                OnnxTensor types = OnnxTensor.createTensor(environment, new long[][] {encoding.getTypeIds()});
                OrtSession.Result result =
                        plainSession.run(Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
            return ((float[][][]) result.get(0).getValue())[0][0];
        }
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int d = 0; d < a.length; d++) {
            dot += a[d] * b[d];
            aa += a[d] * a[d];
            bb += b[d] * b[d];
        }
        return dot / Math.sqrt(aa * bb);
    }
}
