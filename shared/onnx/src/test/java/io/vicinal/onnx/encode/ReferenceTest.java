package io.vicinal.onnx.encode;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.onnx.schedule.Deadline;
import io.vicinal.onnx.schedule.Flow;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The models of the class path against ONNX Runtime called plainly: one text a run, pooled in double precision. */
class ReferenceTest {
    private static final List<String> TEXTS = List.of(
            "Zero-dimensional biomaterials lack inductive properties.",
            "what is a shard?",
            "emoji 😀 and 日本語",
            "x",
            "A longer text, which has several sentences. It is read as a whole. " + "One more follows. ".repeat(20));

    @ParameterizedTest
    @CsvSource({
        "bge-small-en-v1.5, bge-small-en-v1.5-q, cls, '', ''",
        "all-minilm-l6-v2, all-minilm-l6-v2-q, mean, '', ''",
        "e5-small-v2, e5-small-v2-q, mean, 'query: ', 'passage: '"
    })
    void givesTheReferencesVectors(String model, String resource, String pooling, String query, String passage)
            throws Exception {
        try (Reference reference = new Reference(resource);
                TextEncoder encoder = TextEncoder.open(model, EncoderSettings.DEFAULT, new SimpleMeterRegistry())) {
            assertThat(encoder.dimensions()).isEqualTo(384);
            for (String text : TEXTS) {
                double[] expected = pooled(reference.tokens(query + text), pooling);
                float[] found = encoder.encodeQuery(text, Deadline.none()).get().dense();
                assertThat(cosine(found, expected)).as(model + ": " + text).isGreaterThan(0.9999);
                found = encoder.encodePassage(text, Deadline.none()).get().dense();
                expected = pooled(reference.tokens(passage + text), pooling);
                assertThat(cosine(found, expected)).as(model + ": " + text).isGreaterThan(0.9999);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"bge-small-en-v1.5, bge-small-en-v1.5-q", "all-minilm-l6-v2, all-minilm-l6-v2-q"})
    void givesTheReferencesTokenVectors(String model, String resource) throws Exception {
        try (Reference reference = new Reference(resource);
                TextEncoder encoder = TextEncoder.open(model, EncoderSettings.DEFAULT, new SimpleMeterRegistry())) {
            for (String text : TEXTS) {
                float[][] expected = reference.tokens(text);
                long[] ids = encoder.tokenizer().encode(text).ids();
                TokenVectors found = encoder.encode(Flow.interactive(), ids, encoder.tokenVectors(ids), Deadline.none())
                        .get();
                assertThat(found.count()).isEqualTo(expected.length - 2); // without [CLS] and [SEP]
                for (int token = 0; token < found.count(); token++) {
                    float[] row = Arrays.copyOfRange(found.values(), token * 384, (token + 1) * 384);
                    assertThat(cosine(row, doubles(expected[token + 1]))).isGreaterThan(0.9999);
                    assertThat(cosine(row, doubles(row))).isBetween(0.9999, 1.0001);
                }
            }
        }
    }

    private static double[] pooled(float[][] tokens, String pooling) {
        if (pooling.equals("cls")) {
            return doubles(tokens[0]);
        }
        double[] mean = new double[tokens[0].length];
        for (float[] token : tokens) {
            for (int d = 0; d < mean.length; d++) {
                mean[d] += (double) token[d] / tokens.length;
            }
        }
        return mean;
    }

    private static double[] doubles(float[] floats) {
        double[] doubles = new double[floats.length];
        for (int d = 0; d < floats.length; d++) {
            doubles[d] = floats[d];
        }
        return doubles;
    }

    private static double cosine(float[] a, double[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int d = 0; d < a.length; d++) {
            dot += a[d] * b[d];
            aa += (double) a[d] * a[d];
            bb += b[d] * b[d];
        }
        return dot / Math.sqrt(aa * bb);
    }

    /** ONNX Runtime and the tokenizer with nothing around them. */
    private static final class Reference implements AutoCloseable {
        private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
        private final HuggingFaceTokenizer tokenizer;
        private final OrtSession session;

        Reference(String resource) throws Exception {
            tokenizer = HuggingFaceTokenizer.newInstance(
                    ReferenceTest.class.getResourceAsStream("/" + resource + "-tokenizer.json"),
                    Map.of("padding", "false"));
            session = environment.createSession(ReferenceTest.class
                    .getResourceAsStream("/" + resource + ".onnx")
                    .readAllBytes());
        }

        float[][] tokens(String text) throws Exception {
            Encoding encoding = tokenizer.encode(text);
            try (OnnxTensor ids = OnnxTensor.createTensor(environment, new long[][] {encoding.getIds()});
                    OnnxTensor mask = OnnxTensor.createTensor(environment, new long[][] {encoding.getAttentionMask()});
                    OnnxTensor types = OnnxTensor.createTensor(environment, new long[][] {encoding.getTypeIds()});
                    OrtSession.Result result =
                            session.run(Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
                return ((float[][][]) result.get(0).getValue())[0];
            }
        }

        @Override
        public void close() throws Exception {
            session.close();
            tokenizer.close();
        }
    }
}
