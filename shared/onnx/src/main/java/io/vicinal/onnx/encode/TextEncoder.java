package io.vicinal.onnx.encode;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.onnx.model.Head;
import io.vicinal.onnx.model.ModelFiles;
import io.vicinal.onnx.model.ModelKind;
import io.vicinal.onnx.model.ModelProfile;
import io.vicinal.onnx.schedule.Deadline;
import io.vicinal.onnx.schedule.Flow;
import io.vicinal.onnx.schedule.RunScheduler;
import io.vicinal.onnx.session.OutputReader;
import io.vicinal.onnx.session.Sessions;
import io.vicinal.onnx.tokenize.TextTokenizer;
import io.vicinal.onnx.tokenize.Tokens;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A loaded model: text in, vectors, word weights or scores out. Thread-safe; whoever opens it closes it.
 *
 * <p>Tokenization runs on the caller's thread, the model on workers of its own. Futures complete on a worker: what
 * follows must be short, or hop to a thread of its own. Cancelling a future drops its text before the run.
 */
public final class TextEncoder implements AutoCloseable {
    private final ModelFiles model;
    private final TextTokenizer tokenizer;
    private final RunScheduler scheduler;
    private final Readers readers;
    private final TextWindow window;
    private final @Nullable PairScorer pairs;
    private final Sessions sessions;
    private final int runTokens;
    private final String fingerprint;
    /** What comes from the log. */
    private TextEncoder(LoadedModel loaded, MeterRegistry metrics) {
        model = loaded.model();
        tokenizer = loaded.tokenizer();
        readers = loaded.readers();
        window = new TextWindow(maxTokens());
        pairs = loaded.pairs();
        fingerprint = loaded.fingerprint();
        sessions = loaded.sessions();
        runTokens = Math.max(loaded.schedule().runTokens(), model.profile().maxTokens());
        scheduler = new RunScheduler(model.name(), sessions.all(), sessions.bulk(), loaded.schedule(), metrics);
        Gauge.builder("vicinal.onnx.provider", () -> 1)
                .description("What runs the model; fallback where it is not the GPU that would have been taken")
                .tags("model", name(), "provider", provider(), "fallback", Boolean.toString(fallback() != null))
                .register(metrics);
    }

    /**
     * Loads a model.
     *
     * @param model the name of a model on the class path, or a folder
     * @throws io.vicinal.onnx.model.ModelException with one sentence when it cannot be loaded
     */
    public static TextEncoder open(String model, EncoderSettings settings, MeterRegistry metrics) {
        return open(ModelFiles.find(model), settings, metrics);
    }

    /** Like {@link #open(String, EncoderSettings, MeterRegistry)}, for a model that is found already. */
    public static TextEncoder open(ModelFiles model, EncoderSettings settings, MeterRegistry metrics) {
        return new TextEncoder(LoadedModel.load(model, settings), metrics);
    }

    public String name() {
        return model.name();
    }

    /** Of its vectors; the size of the vocabulary of a sparse model, and the labels of a cross-encoder. */
    public int dimensions() {
        return readers.dimensions();
    }

    /** The most tokens it reads, special tokens counted. */
    public int maxTokens() {
        return model.profile().maxTokens();
    }

    /** The most tokens of one run. */
    public int runTokens() {
        return runTokens;
    }

    /** What runs it: {@code cpu} or {@code cuda}. */
    public String provider() {
        return sessions.provider().text();
    }

    /** Why it is not a GPU, where one would have been taken. */
    public @Nullable String fallback() {
        return sessions.fallback();
    }

    public ModelProfile profile() {
        return model.profile();
    }

    public ModelKind kind() {
        return model.profile().kind();
    }

    /** What makes two models the same, see {@link ModelFiles#fingerprint}. */
    public String fingerprint() {
        return fingerprint;
    }

    public TextTokenizer tokenizer() {
        return tokenizer;
    }

    /**
     * Encodes a query, with its prefix, on the interactive lane.
     *
     * @return fails with {@code RunException} or {@code ExpiredException}
     * @throws io.vicinal.onnx.schedule.QueueFullException when there is no room
     * @throws IllegalStateException where the model is not dense
     */
    public CompletableFuture<Embedding> encodeQuery(String text, Deadline deadline) {
        return encode(profile().queryPrefix() + text, Flow.interactive(), deadline);
    }

    /** Encodes a passage, with its prefix, on the bulk lane; else like {@link #encodeQuery}. */
    public CompletableFuture<Embedding> encodePassage(String text, Deadline deadline) {
        return encode(profile().passagePrefix() + text, Flow.bulk(), deadline);
    }

    private CompletableFuture<Embedding> encode(String text, Flow flow, Deadline deadline) {
        Tokens all = tokenizer.encode(window.first(text));
        Tokens tokens = all.truncated(maxTokens());
        boolean truncated = tokens.count() < all.count() || window.cuts(text);
        CompletableFuture<float[]> vector = submit(flow, tokens.ids(), dense(dimensions(), true), deadline);
        CompletableFuture<Embedding> embedding =
                vector.thenApply(floats -> new Embedding(floats, tokens.count(), truncated));
        return cancelling(embedding, vector);
    }

    /** Lets the cancellation of one future cancel the other, which would go on otherwise. */
    @SuppressWarnings("FutureReturnValueIgnored") // the outcome is the first future's own
    private static <T> CompletableFuture<T> cancelling(CompletableFuture<T> of, CompletableFuture<?> source) {
        of.whenComplete((result, failure) -> {
            if (of.isCancelled()) {
                source.cancel(false);
            }
        });
        return of;
    }

    /**
     * Encodes what {@link #tokenizer} made of a passage, prefix included; blocks while the flow's lane is full.
     *
     * @param flow of the log that the passage is of
     * @param ids at most {@link #maxTokens}
     * @param reader as for {@link #encode}
     * @return fails with {@code RunException}
     */
    public <T> CompletableFuture<T> encodeWhenRoom(Flow flow, long[] ids, OutputReader<T> reader)
            throws InterruptedException {
        checkLength(ids);
        return scheduler.submitWhenRoom(flow, readers.selection().text(ids), reader, Deadline.none());
    }

    /**
     * Encodes one text of a request.
     *
     * @param flow of the request
     * @param ids as the model reads them, prefix and special tokens included; at most {@link #maxTokens}
     * @param reader {@link #dense}, {@link #tokenVectors} of the same ids, {@link #sparse}, or another that takes what it
     *     needs of the output
     * @return fails with {@code RunException} or {@code ExpiredException}
     * @throws io.vicinal.onnx.schedule.QueueFullException when there is no room
     */
    public <T> CompletableFuture<T> encode(Flow flow, long[] ids, OutputReader<T> reader, Deadline deadline) {
        checkLength(ids);
        return submit(flow, ids, reader, deadline);
    }

    private <T> CompletableFuture<T> submit(Flow flow, long[] ids, OutputReader<T> reader, Deadline deadline) {
        return scheduler.submit(flow, readers.selection().text(ids), reader, deadline);
    }

    /**
     * Reads the model's dense vector, {@code float[dimensions]}.
     *
     * @param dimensions the first so many of the vector (Matryoshka), at most {@link #dimensions()}
     * @param normalised whether to its L2 norm
     * @throws IllegalStateException where the model is not dense
     */
    public OutputReader<float[]> dense(int dimensions, boolean normalised) {
        return readers.dense(dimensions, normalised);
    }

    /**
     * Reads the vectors of a text's tokens, special tokens and the model's skip list left out, each row L2-normalised; of a
     * dense model as the graph gives them, before pooling. A late-interaction model that was trained with its special tokens
     * keeps them ({@link Head.LateInteraction#specialTokens}), and fills a query up as it wants.
     *
     * @param ids of the text, as given to {@link #encode}
     * @throws IllegalStateException where the model has no vectors of tokens
     */
    public OutputReader<TokenVectors> tokenVectors(long[] ids) {
        return readers.tokens(ids);
    }

    /**
     * Which tokens {@link #tokenVectors} gives the vectors of, in their order: positions in the ids, and beyond their end
     * for the mask tokens with which a late-interaction model fills a query up.
     */
    public int[] tokenPositions(long[] ids) {
        return readers.selection().positions(ids);
    }

    /**
     * Reads the weights of words.
     *
     * @throws IllegalStateException where the model is not sparse
     */
    public OutputReader<SparseVector> sparse() {
        return readers.sparse();
    }

    /**
     * Scores a passage for a query with a cross-encoder. What doesn't fit is cut off the passage's end, and said.
     *
     * @return fails with {@code RunException} or {@code ExpiredException}
     * @throws QueryTooLongException where the query leaves no room for the passage
     * @throws io.vicinal.onnx.schedule.QueueFullException when there is no room in the queue
     * @throws IllegalStateException where the model is no cross-encoder
     */
    public CompletableFuture<PairScore> score(String query, String passage, Flow flow, Deadline deadline) {
        OutputReader<float[]> reader = readers.pair();
        PairText pair = pairs(query).with(passage);
        CompletableFuture<float[]> scores = scheduler.submit(flow, pair.text(), reader, deadline);
        CompletableFuture<PairScore> score =
                scores.thenApply(floats -> new PairScore(floats, pair.text().tokens(), pair.truncated()));
        return cancelling(score, scores);
    }

    /**
     * A query to score passages for, one by one.
     *
     * @throws QueryTooLongException where the query leaves no room for a passage
     * @throws IllegalStateException where the model is no cross-encoder
     */
    public QueryPairs pairs(String query) {
        profile().require(Head.CrossEncoder.class, ModelKind.CROSS_ENCODER);
        return Objects.requireNonNull(pairs).query(query);
    }

    /**
     * What a cross-encoder's graph answers a pair of {@link #pairs} with, before any activation.
     *
     * @return {@code float[labels]}, finite; fails with {@code RunException} or {@code ExpiredException}
     * @throws io.vicinal.onnx.schedule.QueueFullException when there is no room in the queue
     */
    public CompletableFuture<float[]> logits(PairText pair, Flow flow, Deadline deadline) {
        return scheduler.submit(flow, pair.text(), readers.logits(), deadline);
    }

    private void checkLength(long[] ids) {
        if (ids.length > maxTokens()) {
            throw new IllegalArgumentException(ids.length + " tokens for a model that reads " + maxTokens());
        }
    }

    @Override
    public void close() {
        scheduler.close();
        tokenizer.close();
    }
}
