package io.vicinal.reranking;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.embedding.EmbeddedDocument.EmbeddedPassage;
import io.vicinal.contracts.embedding.ModelMeans;
import io.vicinal.contracts.embedding.PassageTokens;
import io.vicinal.contracts.embedding.QueryTokens;
import io.vicinal.contracts.embedding.TokenFormat;
import io.vicinal.contracts.reranking.RerankingApi.Candidates;
import io.vicinal.contracts.reranking.RerankingApi.Ranked;
import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.Fusion;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.LexicalStatistics;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.contracts.search.SearchMode;
import io.vicinal.embedding.compress.MeansOfModels;
import io.vicinal.embedding.compress.TokenCompression;
import io.vicinal.embedding.model.LocalModel;
import io.vicinal.onnx.encode.EncoderSettings;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.encode.TokenVectors;
import io.vicinal.onnx.schedule.Deadline;
import io.vicinal.onnx.schedule.Flow;
import io.vicinal.onnx.session.OutputReader;
import io.vicinal.retrieval.background.Backgrounds;
import io.vicinal.retrieval.candidates.CandidateSearch;
import io.vicinal.retrieval.shard.Archive;
import io.vicinal.retrieval.shard.PartitionLog;
import io.vicinal.retrieval.shard.PointInTime;
import io.vicinal.retrieval.shard.Shard;
import io.vicinal.retrieval.shard.ShardHome;
import io.vicinal.retrieval.shard.ShardSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What late interaction is worth in each format, and what it costs: real encoder, compression, index and fusion, without the
 * log between them. A program: its arguments are a BEIR folder, a split, how many of its queries, how many documents (those that
 * are relevant and others), and a folder for indexes.
 */
public final class LateInteractionQuality {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final LexicalStatistics ALIKE = new LexicalStatistics(0, 0, Map.of(), 1, Map.of());

    private record Doc(String title, String text) {}

    private record Both(float[] dense, TokenVectors tokens) {}

    private record Query(String text, float[] dense, QueryTokens tokens, Set<String> relevant) {}

    private record Kept(int pooling, TokenFormat format) {}

    private final TextEncoder encoder;
    private final ModelMeans means;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    private LateInteractionQuality(TextEncoder encoder) {
        this.encoder = encoder;
        this.means = new MeansOfModels()
                .of(new LocalModel(encoder, new SimpleMeterRegistry()))
                .join();
    }

    public static void main(String[] arguments) throws Exception {
        Path beir = Path.of(arguments[0]);
        Map<String, Set<String>> judged = judged(beir, arguments[1], Integer.parseInt(arguments[2]));
        Map<String, Doc> documents = documents(beir, judged, Integer.parseInt(arguments[3]));
        Map<String, String> texts = new HashMap<>();
        lines(beir.resolve("queries.jsonl"))
                .forEach(line ->
                        texts.put(line.get("_id").asString(), line.get("text").asString()));
        try (TextEncoder encoder =
                TextEncoder.open("bge-small-en-v1.5", EncoderSettings.DEFAULT, new SimpleMeterRegistry())) {
            LateInteractionQuality quality = new LateInteractionQuality(encoder);
            try {
                List<Query> queries = new ArrayList<>();
                judged.forEach(
                        (id, relevant) -> queries.add(quality.query(Objects.requireNonNull(texts.get(id)), relevant)));
                quality.run(documents, queries, Path.of(arguments[4]));
            } finally {
                quality.timer.shutdownNow();
            }
        }
    }

    private void run(Map<String, Doc> documents, List<Query> queries, Path data) throws IOException {
        List<Kept> all = List.of(
                new Kept(1, TokenFormat.FLOAT32),
                new Kept(8, TokenFormat.FLOAT32),
                new Kept(8, TokenFormat.INT8),
                new Kept(8, TokenFormat.BINARY));
        Map<Kept, Shard> shards = new LinkedHashMap<>();
        for (Kept kept : all) {
            Path folder = data.resolve(kept.pooling() + "-" + kept.format());
            shards.put(
                    kept,
                    new ShardHome(
                                    folder,
                                    new ShardSettings(NEVER, NEVER, NEVER, 0),
                                    timer,
                                    Clock.systemUTC(),
                                    Archive.NONE)
                            .open(collection(kept), 0, new PartitionLog("topic", 0, 0, NEVER), null));
        }
        long[] bytes = new long[all.size()];
        int done = 0;
        for (Map.Entry<String, Doc> document : documents.entrySet()) {
            String text = document.getValue().text();
            long[] ids = encoder.tokenizer()
                    .encode(document.getValue().title() + "\n" + text)
                    .truncated(encoder.maxTokens())
                    .ids();
            Both both = encode(ids, Flow.deterministicBulk());
            int[] read = pieces(ids);
            int[] pieces = Arrays.stream(ids)
                    .mapToInt(Math::toIntExact)
                    .sorted()
                    .distinct()
                    .toArray();
            for (int i = 0; i < all.size(); i++) {
                Shard shard = Objects.requireNonNull(shards.get(all.get(i)));
                PassageTokens tokens = Objects.requireNonNull(TokenCompression.of(shard.collection()))
                        .compress(both.tokens(), read);
                bytes[i] += tokens == null ? 0 : tokens.data().length;
                shard.put(new EmbeddedDocument(
                        document.getKey(),
                        document.getValue().title(),
                        text,
                        Map.of(),
                        List.of(new EmbeddedPassage(0, text.length(), both.dense(), tokens, pieces))));
                shard.advance(done, -1);
            }
            if (++done % 200 == 0) {
                System.out.println(done + " documents");
            }
        }
        System.out.printf("%d documents, %d queries%n", documents.size(), queries.size());
        int i = 0;
        for (Map.Entry<Kept, Shard> entry : shards.entrySet()) {
            try (Shard shard = entry.getValue()) {
                shard.refresh();
                measure(shard, queries, entry.getKey() + ", " + bytes[i++] / documents.size() + " bytes a passage");
            }
        }
    }

    private void measure(Shard shard, List<Query> queries, String name) throws IOException {
        System.out.println(name);
        Fusion none = new Fusion(Fusion.Method.MIN_MAX, new Fusion.Weights(1.0, 1.0, null), null);
        print("  hybrid alone        ", shard, queries, none, null, _ -> null);
        print("  + late interaction  ", shard, queries, null, null, tokens -> tokens);
        print("    all tokens alike  ", shard, queries, null, ALIKE, tokens -> tokens);
        print("    query of 4 bits   ", shard, queries, null, null, LateInteractionQuality::nibbles);
        print("    RRF               ", shard, queries, new Fusion(Fusion.Method.RRF, null, null), null, t -> t);
        for (double late : new double[] {0.3, 0.4, 0.6, 0.7, 1}) {
            Fusion.Weights weights = new Fusion.Weights((1 - late) / 2, (1 - late) / 2, late);
            print(
                    "    weight %.1f        ".formatted(late),
                    shard,
                    queries,
                    new Fusion(Fusion.Method.MIN_MAX, weights, null),
                    null,
                    tokens -> tokens);
        }
        background(shard, queries);
    }

    private static void background(Shard shard, List<Query> queries) throws IOException {
        Backgrounds backgrounds = new Backgrounds();
        try (PointInTime snapshot = shard.pointInTime()) {
            for (int round = 0; round < 3; round++) {
                long start = System.nanoTime();
                for (Query query : queries) {
                    CandidateQuery asked = new CandidateQuery(
                            shard.id(),
                            null,
                            null,
                            query.dense(),
                            query.tokens(),
                            1,
                            GroupBy.DOCUMENT,
                            null,
                            null,
                            true);
                    backgrounds.of(asked, snapshot.searcher());
                }
                System.out.printf(
                        "  background statistics: %.3f ms a query%n",
                        (System.nanoTime() - start) / 1e6 / queries.size());
            }
        }
    }

    private static void print(
            String name,
            Shard shard,
            List<Query> queries,
            @Nullable Fusion fusion,
            @Nullable LexicalStatistics statistics,
            UnaryOperator<@Nullable QueryTokens> tokens)
            throws IOException {
        double ndcg = 0;
        double recall = 0;
        long nanos = 0;
        for (Query query : queries) {
            long start = System.nanoTime();
            List<String> found = search(shard, query, tokens.apply(query.tokens()), fusion, statistics);
            nanos += System.nanoTime() - start;
            ndcg += ndcg(found, query.relevant());
            recall += found.stream().filter(query.relevant()::contains).count()
                    / (double) query.relevant().size();
        }
        int n = queries.size();
        System.out.printf(
                "%s nDCG@10 %.4f  Recall@100 %.4f  %.2f ms a query%n", name, ndcg / n, recall / n, nanos / 1e6 / n);
    }

    private static List<String> search(
            Shard shard,
            Query query,
            @Nullable QueryTokens tokens,
            @Nullable Fusion fusion,
            @Nullable LexicalStatistics statistics)
            throws IOException {
        try (PointInTime snapshot = shard.pointInTime()) {
            List<Candidate> candidates = CandidateSearch.search(
                    new CandidateQuery(
                            shard.id(), query.text(), query.dense(), tokens, 100, GroupBy.DOCUMENT, null, statistics),
                    shard.collection(),
                    snapshot.searcher());
            List<Signals> signals = candidates.stream()
                    .map(one -> new Signals(one.documentId(), one.dense(), one.lexical(), one.lateInteraction()))
                    .toList();
            return Ordering.order(new Candidates(SearchMode.HYBRID, fusion, GroupBy.DOCUMENT, 100, signals))
                    .ranked()
                    .stream()
                    .map(Ranked::candidate)
                    .map(candidate -> candidates.get(candidate).documentId())
                    .toList();
        }
    }

    private static double ndcg(List<String> found, Set<String> relevant) {
        double gain = 0;
        double ideal = 0;
        for (int rank = 0; rank < 10; rank++) {
            double discount = Math.log(2) / Math.log(rank + 2);
            gain += rank < found.size() && relevant.contains(found.get(rank)) ? discount : 0;
            ideal += rank < relevant.size() ? discount : 0;
        }
        return gain / ideal;
    }

    /** As they would be in four bits. */
    private static @Nullable QueryTokens nibbles(@Nullable QueryTokens tokens) {
        if (tokens == null) {
            return null;
        }
        float[] rounded = tokens.vectors().clone();
        for (int from = 0; from < rounded.length; from += tokens.dimensions()) {
            float least = Float.MAX_VALUE;
            float most = -Float.MAX_VALUE;
            for (int d = from; d < from + tokens.dimensions(); d++) {
                least = Math.min(least, rounded[d]);
                most = Math.max(most, rounded[d]);
            }
            float step = (most - least) / 15;
            for (int d = from; d < from + tokens.dimensions(); d++) {
                rounded[d] = least + step * Math.round((rounded[d] - least) / step);
            }
        }
        return new QueryTokens(tokens.pieces(), tokens.texts(), rounded);
    }

    private Query query(String text, Set<String> relevant) {
        long[] ids =
                encoder.tokenizer().encode(text).truncated(encoder.maxTokens()).ids();
        Both both = encode(ids, Flow.interactive());
        int[] pieces = pieces(ids);
        QueryTokens tokens =
                new QueryTokens(pieces, new String[pieces.length], both.tokens().values());
        return new Query(text, both.dense(), tokens, relevant);
    }

    private int[] pieces(long[] ids) {
        return Arrays.stream(encoder.tokenPositions(ids))
                .map(at -> Math.toIntExact(ids[at]))
                .toArray();
    }

    private Both encode(long[] ids, Flow flow) {
        OutputReader<float[]> dense = encoder.dense(encoder.dimensions(), true);
        OutputReader<TokenVectors> tokens = encoder.tokenVectors(ids);
        return encoder.encode(
                        flow,
                        ids,
                        (rows, first, count, dimensions) -> new Both(
                                dense.read(rows, first, count, dimensions),
                                tokens.read(rows, first, count, dimensions)),
                        Deadline.none())
                .join();
    }

    private Collection collection(Kept kept) {
        return new Collection(
                "c",
                1,
                encoder.name(),
                encoder.dimensions(),
                1,
                Map.of(),
                new Chunking(512, 0),
                VectorFormat.INT8,
                true,
                kept.pooling(),
                kept.format(),
                Collection.DEFAULT_LANGUAGE,
                Collection.DEFAULT_TITLE_WEIGHT,
                null,
                means,
                Instant.EPOCH);
    }

    private static Map<String, Set<String>> judged(Path beir, String split, int most) throws IOException {
        Map<String, Set<String>> judged = new LinkedHashMap<>();
        for (String line : Files.readAllLines(beir.resolve("qrels").resolve(split + ".tsv"))) {
            String[] cells = line.split("\t");
            if (cells.length == 3 && !cells[2].equals("score") && Integer.parseInt(cells[2]) > 0) {
                if (judged.containsKey(cells[0]) || judged.size() < most) {
                    judged.computeIfAbsent(cells[0], _ -> new LinkedHashSet<>()).add(cells[1]);
                }
            }
        }
        return judged;
    }

    private static Map<String, Doc> documents(Path beir, Map<String, Set<String>> judged, int most) throws IOException {
        Map<String, Doc> every = new LinkedHashMap<>();
        lines(beir.resolve("corpus.jsonl"))
                .forEach(line -> every.put(
                        line.get("_id").asString(),
                        new Doc(line.get("title").asString(), line.get("text").asString())));
        Map<String, Doc> documents = new LinkedHashMap<>();
        judged.values().forEach(ids -> ids.forEach(id -> documents.put(id, Objects.requireNonNull(every.get(id)))));
        every.forEach((id, document) -> {
            if (documents.size() < most) {
                documents.putIfAbsent(id, document);
            }
        });
        return documents;
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(JsonMapper.shared().readTree(line));
        }
        return lines;
    }
}
