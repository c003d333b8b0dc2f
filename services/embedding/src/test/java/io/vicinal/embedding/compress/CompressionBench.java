package io.vicinal.embedding.compress;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.embedding.EmbeddedDocument.EmbeddedPassage;
import io.vicinal.contracts.embedding.PassageTokens;
import io.vicinal.contracts.embedding.TokenFormat;
import io.vicinal.contracts.json.Json;
import io.vicinal.embedding.model.LocalModel;
import io.vicinal.onnx.encode.EncoderSettings;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.encode.TokenVectors;
import io.vicinal.onnx.schedule.Deadline;
import io.vicinal.onnx.schedule.Flow;
import io.vicinal.onnx.session.OutputReader;
import io.vicinal.onnx.tokenize.Tokens;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.lucene.util.VectorUtil;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What pooling and quantising cost beside the encoder, in CPU time of their threads, and what is left of the vectors. A
 * program, not a test: its arguments are a BEIR folder (only its {@code corpus.jsonl} is read) and how many documents.
 */
final class CompressionBench {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    public static void main(String[] arguments) throws Exception {
        List<String> texts = corpus(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        EncoderSettings one = new EncoderSettings(1, EncoderSettings.DEFAULT.schedule());
        try (TextEncoder encoder = TextEncoder.open("bge-small-en-v1.5", one, new SimpleMeterRegistry())) {
            List<TokenVectors> vectors = encode(encoder, texts.subList(0, 20));
            for (int warm = 0; warm < 60; warm++) {
                vectors.forEach(tokens -> SphericalKMeans.centroids(TokenCompression.rows(tokens), 8, 8));
            }
            long before = encoderNanos();
            vectors = encode(encoder, texts);
            long encoding = encoderNanos() - before;
            long tokens = vectors.stream().mapToLong(TokenVectors::count).sum();
            System.out.printf(
                    "%d passages, %.1f tokens each, encoder %.2f ms a passage (CPU)%n",
                    texts.size(), tokens / (double) texts.size(), encoding / 1e6 / texts.size());
            float[] mean = Means.of(new LocalModel(encoder, new SimpleMeterRegistry()))
                    .join()
                    .token();
            System.out.printf(
                    "the model's mean token vector and the corpus' own: cosine %.4f, lengths %.4f and %.4f%n",
                    VectorUtil.cosine(mean, mean(vectors)), length(mean), length(mean(vectors)));
            for (int rounds : new int[] {0, 1, 2, 3, 4, 8}) {
                pool(vectors, rounds, encoding);
            }
            for (int pooling : new int[] {8, 4, 2, 1}) {
                for (TokenFormat format : TokenFormat.values()) {
                    compress(vectors, new TokenCompression(pooling, format, mean), encoding);
                }
            }
            records(texts, vectors, new TokenCompression(8, TokenFormat.BINARY, mean));
        }
    }

    /** What stands on the log for each. */
    private static void records(List<String> texts, List<TokenVectors> vectors, TokenCompression compression) {
        long without = 0;
        long with = 0;
        for (int i = 0; i < texts.size(); i++) {
            float[] dense = TokenCompression.rows(vectors.get(i))[0];
            PassageTokens tokens = compress(compression, vectors.get(i));
            int end = texts.get(i).length();
            without += bytes(texts.get(i), new EmbeddedPassage(0, end, dense));
            with += bytes(texts.get(i), new EmbeddedPassage(0, end, dense, tokens, null));
        }
        System.out.printf(
                "a record has %d bytes without token vectors and %d with%n",
                without / texts.size(), with / texts.size());
    }

    private static int bytes(String text, EmbeddedPassage passage) {
        return Json.mapper()
                .writeValueAsBytes(new EmbeddedDocument("12345678", null, text, Map.of(), List.of(passage)))
                .length;
    }

    private static void pool(List<TokenVectors> vectors, int rounds, long encoding) {
        long start = THREADS.getCurrentThreadCpuTime();
        List<float[][]> pooled = new ArrayList<>();
        for (TokenVectors tokens : vectors) {
            pooled.add(
                    SphericalKMeans.centroids(TokenCompression.rows(tokens), Math.ceilDiv(tokens.count(), 8), rounds));
        }
        long nanos = THREADS.getCurrentThreadCpuTime() - start;
        double cosine = 0;
        for (int i = 0; i < pooled.size(); i++) {
            cosine += nearness(TokenCompression.rows(vectors.get(i)), pooled.get(i));
        }
        System.out.printf(
                "8:1, %2d rounds: %.3f ms a passage, %.4f of the encoder's time; mean best cosine %.4f%n",
                rounds, nanos / 1e6 / vectors.size(), nanos / (double) encoding, cosine / pooled.size());
    }

    private static void compress(List<TokenVectors> vectors, TokenCompression compression, long encoding) {
        long start = THREADS.getCurrentThreadCpuTime();
        List<PassageTokens> compressed =
                vectors.stream().map(tokens -> compress(compression, tokens)).toList();
        long nanos = THREADS.getCurrentThreadCpuTime() - start;
        double cosine = 0;
        double centred = 0;
        long bytes = 0;
        for (int i = 0; i < compressed.size(); i++) {
            float[][] rows = TokenCompression.rows(vectors.get(i));
            float[][] decoded = Decoded.rows(compressed.get(i), compression.mean());
            cosine += nearness(rows, decoded);
            centred += nearness(less(rows, compression.mean()), less(decoded, compression.mean()));
            bytes += compressed.get(i).data().length;
        }
        System.out.printf(
                "%d:1 %s: %.3f ms a passage, %.4f of the encoder's time, %d bytes a passage;"
                        + " mean best cosine %.4f, less the mean %.4f%n",
                compression.pooling(),
                compression.format(),
                nanos / 1e6 / vectors.size(),
                nanos / (double) encoding,
                bytes / vectors.size(),
                cosine / vectors.size(),
                centred / vectors.size());
    }

    /** As if no word piece came twice, so that the vectors are the plain means. */
    private static PassageTokens compress(TokenCompression compression, TokenVectors tokens) {
        return compression.compress(tokens, IntStream.range(0, tokens.count()).toArray());
    }

    /** Of each row, the cosine with the nearest centroid. */
    static double nearness(float[][] rows, float[][] centroids) {
        double sum = 0;
        for (float[] row : rows) {
            float best = -1;
            for (float[] centroid : centroids) {
                best = Math.max(best, VectorUtil.cosine(row, centroid));
            }
            sum += best;
        }
        return sum / rows.length;
    }

    private static float[][] less(float[][] rows, float[] mean) {
        float[][] result = new float[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            result[row] = rows[row].clone();
            for (int d = 0; d < mean.length; d++) {
                result[row][d] -= mean[d];
            }
        }
        return result;
    }

    private static double length(float[] vector) {
        return Math.sqrt(VectorUtil.dotProduct(vector, vector));
    }

    static float[] mean(List<TokenVectors> vectors) {
        float[] mean = new float[vectors.getFirst().dimensions()];
        int count = 0;
        for (TokenVectors tokens : vectors) {
            for (float[] row : TokenCompression.rows(tokens)) {
                VectorUtil.add(mean, row);
                count++;
            }
        }
        for (int d = 0; d < mean.length; d++) {
            mean[d] /= count;
        }
        return mean;
    }

    private static List<TokenVectors> encode(TextEncoder encoder, List<String> texts) {
        Flow flow = Flow.deterministicBulk();
        List<TokenVectors> vectors = new ArrayList<>();
        for (String text : texts) {
            Tokens tokens = encoder.tokenizer().encode(text).truncated(encoder.maxTokens());
            OutputReader<float[]> dense = encoder.dense(encoder.dimensions(), true);
            OutputReader<TokenVectors> late = encoder.tokenVectors(tokens.ids());
            vectors.add(encoder.encode(
                            flow,
                            tokens.ids(),
                            (rows, first, count, dimensions) -> {
                                dense.read(rows, first, count, dimensions);
                                return late.read(rows, first, count, dimensions);
                            },
                            Deadline.none())
                    .join());
        }
        return vectors;
    }

    private static long encoderNanos() {
        long nanos = 0;
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("vicinal-onnx-")) {
                nanos += THREADS.getThreadCpuTime(thread.getThreadId());
            }
        }
        return nanos;
    }

    private static List<String> corpus(Path folder, int most) throws IOException {
        try (var lines = Files.lines(folder.resolve("corpus.jsonl"))) {
            return lines.limit(most)
                    .map(line -> JsonMapper.shared().readTree(line))
                    .map(CompressionBench::text)
                    .toList();
        }
    }

    private static String text(JsonNode document) {
        return document.get("title").asString() + " " + document.get("text").asString();
    }

    private CompressionBench() {}
}
