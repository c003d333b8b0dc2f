package io.vicinal.gateway;

import io.vicinal.contracts.document.FilesResult;
import io.vicinal.contracts.document.IngestionApi;
import io.vicinal.contracts.document.MatchingDeletion;
import io.vicinal.contracts.document.SubmitResult;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.embedding.ModelDescription;
import io.vicinal.contracts.embedding.ModelMeans;
import io.vicinal.contracts.embedding.PairScores;
import io.vicinal.contracts.embedding.QueryEmbedding;
import io.vicinal.contracts.embedding.QueryWeights;
import io.vicinal.contracts.embedding.SparseEmbedding;
import io.vicinal.contracts.embedding.SparseWeights;
import io.vicinal.contracts.embedding.TextScores;
import io.vicinal.contracts.embedding.TextVectors;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.inference.Answer;
import io.vicinal.contracts.inference.AnswerApi;
import io.vicinal.contracts.inference.AnswerEvent;
import io.vicinal.contracts.inference.AnswerMethod;
import io.vicinal.contracts.inference.AnswerQuery;
import io.vicinal.contracts.inference.ClassifierState;
import io.vicinal.contracts.inference.ClassifyRequest;
import io.vicinal.contracts.inference.ClassifyResult;
import io.vicinal.contracts.inference.ClassifyResult.Classified;
import io.vicinal.contracts.inference.ClassifyResult.Evidence;
import io.vicinal.contracts.inference.ClassifyResult.LabelProbability;
import io.vicinal.contracts.inference.InferenceApi;
import io.vicinal.contracts.inference.RegressRequest;
import io.vicinal.contracts.inference.RegressResult;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.relevance.RelevanceApi;
import io.vicinal.contracts.relevance.RelevanceDescription;
import io.vicinal.contracts.relevance.Thresholds;
import io.vicinal.contracts.reranking.RerankingApi;
import io.vicinal.contracts.search.Diversity;
import io.vicinal.contracts.search.Fusion;
import io.vicinal.contracts.text.TextSpan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** The services on the other side of the network, as their contracts describe them, to be told what to do. */
public final class FakeServices {
    public static final String MODEL = "small-model";
    public static final String SPARSE_MODEL = "sparse-model";
    public static final int DIMENSIONS = 4;

    /** Embeds everything to the same vector. */
    public static final class Embedding implements EmbeddingApi {
        public final AtomicInteger embedded = new AtomicInteger();
        public final List<QueryText> asked = new CopyOnWriteArrayList<>();
        public volatile Supplier<Mono<QueryEmbedding>> answer = Embedding::fine;

        public final List<SentenceQuery> sentences = new CopyOnWriteArrayList<>();
        public final List<SparseText> weighed = new CopyOnWriteArrayList<>();
        public volatile Supplier<Mono<SparseEmbedding>> weights = Embedding::light;

        /** A word of weight 1. */
        public static Mono<SparseEmbedding> light() {
            SparseWeights one = new SparseWeights(new int[] {7}, new float[] {1});
            return Mono.just(new SparseEmbedding(new QueryWeights(one, new String[] {"seven"}), false, 0));
        }

        /** The first four characters of any text. */
        public volatile Function<SentenceQuery, Mono<TextSpan>> sentence = _ -> Mono.just(new TextSpan(0, 4));

        public static Mono<QueryEmbedding> fine() {
            return Mono.just(new QueryEmbedding(new float[] {1, 0, 0, 0}, 3, null, false));
        }

        @Override
        public Mono<TextVectors> embedTexts(TextsQuery query) {
            return Mono.just(
                    new TextVectors(Collections.nCopies(query.texts().size(), new float[] {1, 0, 0, 0}), List.of()));
        }

        @Override
        public Mono<QueryEmbedding> embedQuery(QueryText query) {
            embedded.incrementAndGet();
            asked.add(query);
            return answer.get();
        }

        @Override
        public Mono<SparseEmbedding> embedSparse(SparseText query) {
            weighed.add(query);
            return weights.get();
        }

        @Override
        public Mono<Map<String, String>> kinds() {
            return Mono.just(
                    Map.of(MODEL, "dense", "other-model", "dense", SPARSE_MODEL, "sparse", "pairs", "cross-encoder"));
        }

        @Override
        public Mono<TextSpan> bestSentence(SentenceQuery query) {
            sentences.add(query);
            return sentence.apply(query);
        }

        public final List<PairsQuery> paired = new CopyOnWriteArrayList<>();

        /** Likes longer texts better. */
        public volatile Function<PairsQuery, Mono<PairScores>> pairs = query -> Mono.just(new PairScores(
                query.texts().stream()
                        .map(text -> 1 - 1.0 / (1 + text.length()))
                        .toList(),
                List.of(),
                query.texts().size()));

        @Override
        public Mono<PairScores> scorePairs(PairsQuery query) {
            paired.add(query);
            return pairs.apply(query);
        }

        /** A half for each. */
        @Override
        public Mono<TextScores> scoreTexts(ScoresQuery query) {
            return Mono.just(
                    new TextScores(MODEL, Collections.nCopies(query.texts().size(), 0.5)));
        }

        @Override
        public Mono<ModelMeans> means(String model) {
            boolean known = model.equals(MODEL);
            return Mono.just(new ModelMeans(new float[known ? DIMENSIONS : 8], known ? new float[DIMENSIONS] : null));
        }

        @Override
        public Mono<List<ModelDescription>> models() {
            return Mono.just(List.of(
                    new ModelDescription(MODEL, DIMENSIONS, 128, "cpu"),
                    new ModelDescription("other-model", 8, 64, "cpu")));
        }
    }

    /** Answers with the first passage, or as told. */
    public static final class Answers implements AnswerApi {
        public final List<AnswerQuery> asked = new CopyOnWriteArrayList<>();
        public volatile Function<AnswerQuery, Flux<AnswerEvent>> events = Answers::first;

        public static Flux<AnswerEvent> first(AnswerQuery query) {
            String text = query.passages().getFirst().text();
            return Flux.just(
                    AnswerEvent.text(text),
                    AnswerEvent.answer(new Answer(
                            true,
                            null,
                            text,
                            List.of(),
                            List.of(),
                            AnswerMethod.MODEL,
                            false,
                            null,
                            false,
                            List.of("a warning"),
                            null,
                            null)));
        }

        @Override
        public Mono<Answer> answer(AnswerQuery query) {
            return stream(query).mapNotNull(AnswerEvent::answer).last();
        }

        @Override
        public Flux<AnswerEvent> stream(AnswerQuery query) {
            asked.add(query);
            return events.apply(query);
        }
    }

    /** Orders by the sum of the signals. */
    public static final class Reranking implements RerankingApi {
        /** Of the last search. */
        public volatile @Nullable Fusion fusion;

        /** Whether it was asked to diversify as it ordered. */
        public volatile @Nullable Diversity atOnce;

        /** What it was asked to diversify after a cross-encoder. */
        public volatile @Nullable CrossRead diversified;

        @Override
        public Mono<Order> order(Candidates candidates) {
            fusion = candidates.fusion();
            atOnce = candidates.diversity();
            List<Signals> all = candidates.candidates();
            return Mono.just(new Order(IntStream.range(0, all.size())
                    .mapToObj(i -> new Ranked(
                            i, or0(all.get(i).dense()) + or0(all.get(i).lexical())))
                    .sorted(Comparator.comparingDouble(Ranked::score).reversed())
                    .limit(candidates.topK())
                    .toList()));
        }

        /** By the cross-encoder alone. */
        @Override
        public Mono<Order> blend(CrossEncoded scored) {
            List<Ranked> before = scored.order().ranked();
            return Mono.just(new Order(IntStream.range(0, before.size())
                    .mapToObj(i -> {
                        Double score =
                                i < scored.scores().size() ? scored.scores().get(i) : null;
                        Ranked ranked = before.get(i);
                        return ranked.with(score == null ? 0 : score, null, score);
                    })
                    .sorted(Comparator.comparingDouble(Ranked::score).reversed())
                    .toList()));
        }

        /** The last first, which is as different as can be seen. */
        @Override
        public Mono<Order> diversify(CrossRead read) {
            diversified = read;
            return Mono.just(new Order(read.order().ranked().reversed())).delayElement(Duration.ofMillis(3));
        }

        private static double or0(Float value) {
            return value == null ? 0 : value;
        }
    }

    /** Finds everything relevant, or answers as told. */
    public static final class Relevance implements RelevanceApi {
        public volatile Function<RankedList, Mono<Judgement>> answer = Relevance::all;

        public static Mono<Judgement> all(RankedList list) {
            double[] certain = new double[list.hits().size()];
            Arrays.fill(certain, 1);
            return Mono.just(new Judgement(certain, 0, 0, null));
        }

        @Override
        public Mono<Judgement> judge(RankedList list) {
            return answer.apply(list);
        }

        @Override
        public Mono<RelevanceDescription> describe(String collection) {
            return Mono.just(byDefault(collection));
        }

        @Override
        public Mono<RelevanceDescription> rollBack(String collection, RollBack to) {
            return to.version() == 0
                    ? Mono.just(byDefault(collection))
                    : Mono.error(ProblemType.UNKNOWN_VERSION.exception("version", "There is no such model."));
        }

        private static RelevanceDescription byDefault(String collection) {
            return new RelevanceDescription(
                    collection, 1, 0, new Thresholds(0.5, 0.2, 0.1), null, null, null, null, List.of());
        }
    }

    /** Each text is its own label, and its own number of characters; or answers as told. */
    public static final class Inference implements InferenceApi {
        public final List<ClassifyRequest> asked = new CopyOnWriteArrayList<>();
        public final List<RegressRequest> estimated = new CopyOnWriteArrayList<>();
        public volatile Function<ClassifyRequest, Mono<ClassifyResult>> answer = Inference::labelled;
        public volatile Function<String, Mono<JsonNode>> description =
                field -> Mono.just(Json.mapper().createObjectNode().put("field", field));

        public static Mono<ClassifyResult> labelled(ClassifyRequest asked) {
            List<Classified> results = Objects.requireNonNull(asked.texts()).stream()
                    .map(text -> new Classified(
                            text,
                            null,
                            false,
                            null,
                            List.of(new LabelProbability(text, 1)),
                            0.5,
                            false,
                            List.of(new Evidence("d", text, null, 0.9, null, 1))))
                    .toList();
            return Mono.just(new ClassifyResult(results, new ClassifierState(7, Instant.EPOCH, false), List.of()));
        }

        @Override
        public Mono<ClassifyResult> classify(String collection, ClassifyRequest request) {
            asked.add(request);
            return answer.apply(request);
        }

        @Override
        public Mono<RegressResult> regress(String collection, RegressRequest request) {
            estimated.add(request);
            List<RegressResult.Estimated> results = Objects.requireNonNull(request.texts()).stream()
                    .map(text -> new RegressResult.Estimated((double) text.length(), null, null, List.of()))
                    .toList();
            return Mono.just(new RegressResult(results, new ClassifierState(7, Instant.EPOCH, false), List.of()));
        }

        /** As it is described then. */
        @Override
        public Mono<JsonNode> train(String collection, String field) {
            return description.apply(field + " anew");
        }

        @Override
        public Mono<JsonNode> describe(String collection, String field) {
            return description.apply(field);
        }
    }

    /** Remembers what arrived and answers as told. */
    public static final class Ingestion implements IngestionApi {
        public volatile String received = "";
        public volatile String deleted = "";
        public final List<MatchingDeletion> deletions = new CopyOnWriteArrayList<>();
        public volatile String contentType = "";
        public volatile int buffers;
        public volatile FilesResult files = new FilesResult(0, List.of(), Map.of(), List.of(), null);
        public volatile SubmitResult answer = accepted(1, Map.of());

        public static SubmitResult accepted(long count, Map<Integer, Long> offsets) {
            return new SubmitResult(count, List.of(), 0, offsets, null);
        }

        @Override
        public Mono<SubmitResult> submit(String collection, String type, Flux<DataBuffer> body) {
            contentType = type;
            return body.map(Ingestion::text).collectList().map(parts -> {
                buffers = parts.size();
                received = String.join("", parts);
                return answer;
            });
        }

        @Override
        public Mono<FilesResult> submitFiles(String collection, String type, Flux<DataBuffer> body) {
            return submit(collection, type, body).map(_ -> files);
        }

        @Override
        public Mono<Map<Integer, Long>> delete(String collection, String id) {
            deleted = id;
            return Mono.just(Map.of(0, 7L));
        }

        @Override
        public Mono<Map<Integer, Long>> deleteMatching(String collection, MatchingDeletion deletion) {
            deletions.add(deletion);
            return Mono.just(Map.of(0, 7L, 1, 8L));
        }

        private static String text(DataBuffer buffer) {
            String text = buffer.toString(StandardCharsets.UTF_8);
            DataBufferUtils.release(buffer);
            return text;
        }
    }

    private FakeServices() {}
}
