package io.vicinal.embedding.rerank;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.embedding.ModelFolders;
import io.vicinal.embedding.model.LocalModel;
import io.vicinal.embedding.text.Options.Truncation;
import io.vicinal.embedding.text.TokenizerThreads;
import io.vicinal.onnx.encode.EncoderSettings;
import io.vicinal.onnx.encode.PairText;
import io.vicinal.onnx.encode.TextEncoder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.springframework.util.unit.DataSize;

/**
 * How many pairs a second cross-encoding scores, tokenizer, queue and answer included, against ONNX Runtime alone on the same pairs in as many
 * one-thread sessions. The graph is the default model's, with one number made of its first token. A program: rounds of both in turn, the best
 * of each counts.
 */
final class PairThroughputBench {
    private static final int PAIRS = 200;
    private static final int ROUNDS = 12;
    private static final String QUERY = "what protects against infection";

    public static void main(String[] arguments) throws Exception {
        Path folder = ModelFolders.make(
                Files.createTempDirectory("pairs").resolve("pairs"),
                "kind: cross-encoder\nmax_tokens: 512\ncross_encoder: {labels: 1, activation: sigmoid}\n");
        byte[] graph = withOneNumber(Files.readAllBytes(folder.resolve("model.onnx")));
        Files.write(folder.resolve("model.onnx"), graph);
        List<String> texts = IntStream.range(0, PAIRS)
                .mapToObj(i -> i + " the immune system keeps most germs out".repeat(4 + i % 24))
                .toList();
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        TokenizerThreads threads = new TokenizerThreads(metrics);
        int sessions = Runtime.getRuntime().availableProcessors();
        try (TextEncoder encoder = TextEncoder.open(folder.toString(), EncoderSettings.DEFAULT, metrics);
                Raw raw = new Raw(graph, sessions)) {
            PairScoring scoring = new PairScoring(threads, new PairCache(DataSize.ofBytes(0), metrics));
            LocalModel model = new LocalModel(encoder, metrics);
            RankQuestion question = new RankQuestion(QUERY, texts, "texts", Truncation.RIGHT, Integer.MAX_VALUE);
            List<PairText> pairs =
                    texts.stream().map(text -> encoder.pairs(QUERY).with(text)).toList();
            double ours = Double.MAX_VALUE;
            double theirs = Double.MAX_VALUE;
            for (int round = 0; round <= ROUNDS; round++) {
                double alone = seconds(() -> raw.run(pairs));
                double whole = seconds(() ->
                        scoring.score(model, question, Distinct.of(texts), null).block());
                if (round > 0) {
                    ours = Math.min(ours, whole);
                    theirs = Math.min(theirs, alone);
                }
            }
            System.out.printf(
                    "%d sessions, %d tokens: %.1f pairs/s, ONNX Runtime alone %.1f pairs/s, ratio %.3f%n",
                    sessions,
                    pairs.stream().mapToInt(PairText::tokens).sum(),
                    PAIRS / ours,
                    PAIRS / theirs,
                    theirs / ours);
        } finally {
            threads.destroy();
        }
    }

    private static double seconds(Callable<?> work) throws Exception {
        long start = System.nanoTime();
        work.call();
        return (System.nanoTime() - start) / 1e9;
    }

    private static byte[] withOneNumber(byte[] onnx) throws Exception {
        ModelProto.Builder model = ModelProto.parseFrom(onnx).toBuilder();
        GraphProto.Builder graph = model.getGraphBuilder();
        String tokens = graph.getOutput(0).getName();
        graph.addInitializer(TensorProto.newBuilder()
                .setName("pair_first")
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addInt64Data(0));
        TensorProto.Builder weights = TensorProto.newBuilder()
                .setName("pair_weights")
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addDims(384)
                .addDims(1);
        IntStream.range(0, 384).forEach(i -> weights.addFloatData(i % 2 == 0 ? 1 : -1));
        graph.addInitializer(weights);
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Gather")
                .addInput(tokens)
                .addInput("pair_first")
                .addOutput("pair_row")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("axis")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(1)));
        graph.addNode(NodeProto.newBuilder()
                .setOpType("MatMul")
                .addInput("pair_row")
                .addInput("pair_weights")
                .addOutput("logits"));
        var output = graph.getOutput(0).toBuilder().setName("logits");
        var shape = output.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder();
        shape.removeDim(1);
        shape.getDimBuilder(1).clear().setDimValue(1);
        graph.clearOutput().addOutput(output);
        return model.build().toByteArray();
    }

    /** One-thread sessions, each on a thread of its own. */
    private static final class Raw implements AutoCloseable {
        private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
        private final List<OrtSession> sessions = new ArrayList<>();
        private final ExecutorService workers;

        Raw(byte[] graph, int count) throws Exception {
            workers = Executors.newFixedThreadPool(count);
            for (int i = 0; i < count; i++) {
                OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                options.setIntraOpNumThreads(1);
                options.setInterOpNumThreads(1);
                sessions.add(environment.createSession(graph, options));
            }
        }

        int run(List<PairText> pairs) throws Exception {
            AtomicInteger next = new AtomicInteger();
            List<Callable<Integer>> tasks = sessions.stream()
                    .<Callable<Integer>>map(session -> () -> {
                        int ran = 0;
                        for (int i = next.getAndIncrement(); i < pairs.size(); i = next.getAndIncrement()) {
                            run(session, pairs.get(i));
                            ran++;
                        }
                        return ran;
                    })
                    .toList();
            int ran = 0;
            for (var done : workers.invokeAll(tasks)) {
                ran += done.get();
            }
            return ran;
        }

        private void run(OrtSession session, PairText pair) throws Exception {
            long[] ids = pair.text().ids();
            long[] types = new long[ids.length];
            long[] mask = new long[ids.length];
            for (int i = 0; i < ids.length; i++) {
                types[i] = i >= pair.text().secondSegment() ? 1 : 0;
                mask[i] = 1;
            }
            Map<String, long[]> all = Map.of("input_ids", ids, "token_type_ids", types, "attention_mask", mask);
            Map<String, OnnxTensor> inputs = new HashMap<>();
            for (String name : session.getInputNames()) {
                inputs.put(name, OnnxTensor.createTensor(environment, LongBuffer.wrap(all.get(name)), new long[] {
                    1, ids.length
                }));
            }
            try (OrtSession.Result ignored = session.run(inputs)) {
                inputs.values().forEach(OnnxTensor::close);
            }
        }

        @Override
        public void close() throws Exception {
            workers.shutdown();
            for (OrtSession session : sessions) {
                session.close();
            }
        }
    }

    private PairThroughputBench() {}
}
