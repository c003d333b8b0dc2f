package io.vicinal.testkit.model;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes model folders with real ONNX graphs whose outputs are known: {@code model.onnx}, {@code tokenizer.json} and
 * {@code vicinal-model.yaml}. A folder is made where there is none.
 *
 * <p>All read lower-cased word pieces {@code red green blue broken . ,} (any other word is {@code [UNK]}) between
 * {@code [CLS]} and {@code [SEP]}, at most {@link #MAX_TOKENS} tokens. Where nothing else is said, a token's vector has
 * four dimensions and does not depend on its neighbours:
 *
 * <pre>
 * red 1 0 0 0    green 0 2 0 0    blue 0 0 4 0    broken 1 2 3 4    [UNK] 1 1 1 1    . 0 0 0 4    , 0 0 0 8
 * [CLS] 0 0 0 2  [SEP] 0 0 0 1    [MASK] 1 1 0 0  [Q] 0 1 1 0       [D] 1 0 1 0
 * </pre>
 */
public final class TinyModels {
    /** What each of the models reads, special tokens counted. */
    public static final int MAX_TOKENS = 64;

    private static final String DENSE = "kind: dense\npooling: mean\nmax_tokens: " + MAX_TOKENS + "\n";

    /** Mean pooling: "red green" is (1, 2, 0, 3) / 4 before it is normalised. */
    public static Path dense(Path folder) {
        return write(folder, denseGraph(DataType.INT64, DataType.FLOAT, TinyWeights.tokenVectors()), DENSE);
    }

    /** Like {@link #dense}, but every text with the word "broken" gives NaN. */
    public static Path nan(Path folder) {
        return write(folder, denseGraph(DataType.INT64, DataType.FLOAT, TinyWeights.brokenTokenVectors()), DENSE);
    }

    /** Like {@link #dense}, with inputs of int32. */
    public static Path int32(Path folder) {
        return write(folder, denseGraph(DataType.INT32, DataType.FLOAT, TinyWeights.tokenVectors()), DENSE);
    }

    /** Like {@link #dense}, with an output of float16. */
    public static Path float16(Path folder) {
        return write(folder, denseGraph(DataType.INT64, DataType.FLOAT16, TinyWeights.tokenVectors()), DENSE);
    }

    /** Like {@link #dense}, with an output of bfloat16. */
    public static Path bfloat16(Path folder) {
        return write(folder, denseGraph(DataType.INT64, DataType.BFLOAT16, TinyWeights.tokenVectors()), DENSE);
    }

    /** Like {@link #dense}, with an output of int8. */
    public static Path int8(Path folder) {
        return write(folder, denseGraph(DataType.INT64, DataType.INT8, TinyWeights.tokenVectors()), DENSE);
    }

    /**
     * Takes {@code position_ids}, and adds a hundredth of each token's position to its first dimension. Its table has
     * {@link #MAX_TOKENS} rows.
     */
    public static Path positions(Path folder) {
        TinyGraph graph = new TinyGraph();
        String vectors = tokenVectors(graph, DataType.INT64, TinyWeights.tokenVectors());
        String positions = graph.input("position_ids", DataType.INT64);
        String sum =
                graph.node("Add", vectors, graph.node("Gather", graph.weights(TinyWeights.positions()), positions));
        return write(folder, graph.output(sum, "last_hidden_state", DataType.FLOAT, "texts", "tokens", 4), DENSE);
    }

    /** Two outputs per token, "single" with the vectors of {@link #dense} and "double", which is read, with twice those. */
    public static Path twoOutputs(Path folder) {
        TinyGraph graph = new TinyGraph();
        String vectors = tokenVectors(graph, DataType.INT64, TinyWeights.tokenVectors());
        String twice = graph.node("Add", vectors, vectors);
        graph.output(vectors, "single", DataType.FLOAT, "texts", "tokens", 4);
        return write(
                folder,
                graph.output(twice, "double", DataType.FLOAT, "texts", "tokens", 4),
                DENSE + "output: double\n");
    }

    /**
     * SPLADE with an output of {@code [texts, tokens, vocabulary]}. Logits are -1 but for these: red makes itself 2 and
     * green 1, green itself 3, blue itself 2. So "red" weighs red ln 3 and green ln 2; "red green" weighs red ln 3 and
     * green ln 4.
     */
    public static Path sparse(Path folder) {
        TinyGraph graph = new TinyGraph();
        String logits = logits(graph);
        return write(
                folder,
                graph.output(logits, "logits", DataType.FLOAT, "texts", "tokens", TinyVocabulary.size()),
                "kind: sparse\nmax_tokens: " + MAX_TOKENS + "\n");
    }

    /** The weights of {@link #sparse}, pooled within the graph: an output of {@code [texts, vocabulary]}. */
    public static Path sparsePooled(Path folder) {
        TinyGraph graph = new TinyGraph();
        String positive = graph.node("Relu", graph.maxOverTokens(logits(graph)));
        String weights = graph.node("Log", graph.node("Add", positive, graph.constant(1)));
        return write(
                folder,
                graph.output(weights, "sentence_embedding", DataType.FLOAT, "texts", TinyVocabulary.size()),
                "kind: sparse\nmax_tokens: " + MAX_TOKENS + "\n");
    }

    /**
     * Late interaction with the projection in the graph: a token's vector (a, b, c, d) becomes (a + c, b + d). Queries
     * begin with {@code [Q] } and documents with {@code [D] }; special tokens are left out, and "." and "," of documents.
     * So the document "red. green" is (1, 0), (0, 1), both of length 1 as they are given.
     */
    public static Path lateInteraction(Path folder) {
        TinyGraph graph = new TinyGraph();
        String vectors = tokenVectors(graph, DataType.INT64, TinyWeights.tokenVectors());
        String projected = graph.node("MatMul", vectors, graph.weights(TinyWeights.projection()));
        return write(
                folder,
                graph.output(projected, "token_embeddings", DataType.FLOAT, "texts", "tokens", 2),
                """
                kind: late-interaction
                max_tokens: %d
                late_interaction:
                  query_marker: '[Q] '
                  document_marker: '[D] '
                  skip_words: ['.', ',']
                """.formatted(MAX_TOKENS));
    }

    /**
     * A cross-encoder that counts colours: those of the passage add, those of the query subtract. With one label, red is
     * worth 1, green 2 and blue 4, and the score is the sigmoid of the sum. With two or three, each label counts one colour
     * (red, green, blue), and the scores are the sums themselves.
     *
     * @param labels 1 to 3
     */
    public static Path crossEncoder(Path folder, int labels) {
        return crossEncoder(folder, TinyWeights.scores(labels));
    }

    /** Like {@link #crossEncoder} of one label, but every pair with the word "broken" gives NaN. */
    public static Path nanCrossEncoder(Path folder) {
        return crossEncoder(folder, TinyWeights.brokenScores());
    }

    private static Path crossEncoder(Path folder, float[][] table) {
        int labels = table[0].length;
        TinyGraph graph = new TinyGraph();
        String scores =
                masked(graph, graph.node("Gather", graph.weights(table), graph.input("input_ids", DataType.INT64)));
        String types = graph.column(graph.input("token_type_ids", DataType.INT64));
        String sign = graph.node("Sub", graph.node("Mul", types, graph.constant(2)), graph.constant(1));
        String sums = graph.sumOverTokens(graph.node("Mul", scores, sign));
        return write(folder, graph.output(sums, "logits", DataType.FLOAT, "texts", labels), """
                kind: cross-encoder
                max_tokens: %d
                cross_encoder:
                  labels: %d
                  activation: %s
                """.formatted(
                        MAX_TOKENS, labels, labels == 1 ? "sigmoid" : "identity"));
    }

    /** Described as dense, but its only output is {@code [texts, 4]}: to be refused. */
    public static Path misshapen(Path folder) {
        TinyGraph graph = new TinyGraph();
        String pooled = graph.maxOverTokens(tokenVectors(graph, DataType.INT64, TinyWeights.tokenVectors()));
        return write(folder, graph.output(pooled, "pooled", DataType.FLOAT, "texts", 4), DENSE);
    }

    /** Takes an input that no text gives, {@code task_id}: to be refused. */
    public static Path unknownInput(Path folder) {
        TinyGraph graph = new TinyGraph();
        String vectors = tokenVectors(graph, DataType.INT64, TinyWeights.tokenVectors());
        String tasks = graph.column(graph.input("task_id", DataType.INT64));
        return write(
                folder,
                graph.output(
                        graph.node("Add", vectors, tasks), "last_hidden_state", DataType.FLOAT, "texts", "tokens", 4),
                DENSE);
    }

    /** Answers every text with NaN: to be refused. */
    public static Path alwaysNan(Path folder) {
        float[][] table = TinyWeights.tokenVectors();
        for (float[] row : table) {
            row[0] = Float.NaN;
        }
        return write(folder, denseGraph(DataType.INT64, DataType.FLOAT, table), DENSE);
    }

    /** Gives a folder a tokenizer that has a word more than the graph has vectors: to be refused. */
    public static Path withUnknownWord(Path folder) {
        return writeTokenizer(folder, List.of("violet"));
    }

    private static TinyGraph denseGraph(DataType ids, DataType output, float[][] table) {
        TinyGraph graph = new TinyGraph();
        String vectors = tokenVectors(graph, ids, table);
        String typed = output == DataType.FLOAT ? vectors : graph.cast(vectors, output);
        return graph.output(typed, "last_hidden_state", output, "texts", "tokens", 4);
    }

    private static String tokenVectors(TinyGraph graph, DataType ids, float[][] table) {
        return masked(graph, graph.node("Gather", graph.weights(table), graph.input("input_ids", ids)), ids);
    }

    private static String logits(TinyGraph graph) {
        return masked(
                graph,
                graph.node(
                        "Gather",
                        graph.weights(TinyWeights.maskedLanguageLogits()),
                        graph.input("input_ids", DataType.INT64)));
    }

    private static String masked(TinyGraph graph, String vectors) {
        return masked(graph, vectors, DataType.INT64);
    }

    private static String masked(TinyGraph graph, String vectors, DataType ids) {
        return graph.node("Mul", vectors, graph.column(graph.input("attention_mask", ids)));
    }

    private static Path write(Path folder, TinyGraph graph, String description) {
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve("model.onnx"), graph.onnx());
            Files.writeString(folder.resolve("vicinal-model.yaml"), description);
            return writeTokenizer(folder, List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path writeTokenizer(Path folder, List<String> extra) {
        try {
            Files.writeString(folder.resolve("tokenizer.json"), TinyVocabulary.tokenizer(extra));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TinyModels() {}
}
