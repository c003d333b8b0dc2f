package io.vicinal.embedding.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.embedding.EmbeddingApi.QueryText;
import io.vicinal.contracts.embedding.EmbeddingApi.SentenceQuery;
import io.vicinal.contracts.embedding.EmbeddingApi.TextsQuery;
import io.vicinal.contracts.embedding.ModelDescription;
import io.vicinal.contracts.embedding.ModelMeans;
import io.vicinal.contracts.embedding.QueryEmbedding;
import io.vicinal.contracts.embedding.QueryTokens;
import io.vicinal.contracts.embedding.TextVectors;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.text.TextSpan;
import io.vicinal.embedding.ModelFolders;
import io.vicinal.embedding.model.ModelLease;
import io.vicinal.embedding.model.ModelSettings;
import io.vicinal.embedding.model.ModelSources;
import io.vicinal.embedding.model.Models;
import io.vicinal.embedding.text.QueryEncoder;
import io.vicinal.embedding.text.TokenizerThreads;
import io.vicinal.onnx.encode.EncoderSettings;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.hub.HubSettings;
import io.vicinal.onnx.hub.ModelHub;
import io.vicinal.onnx.schedule.Deadline;
import io.vicinal.onnx.schedule.Flow;
import io.vicinal.onnx.schedule.ScheduleSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

@Timeout(60)
class EmbeddingControllerTest {
    private static final String MODEL = "bge-small-en-v1.5";
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final TokenizerThreads threads = new TokenizerThreads(new SimpleMeterRegistry());
    private Models models;
    private TextEncoder encoder;
    private EmbeddingController api;

    @BeforeEach
    void open() {
        EncoderSettings settings =
                new EncoderSettings(1, new ScheduleSettings(20, 100_000, 512, 32, Duration.ofMillis(50), 8));
        models = new Models(
                new ModelSettings(MODEL, List.of(), 2, null, settings),
                new ModelSources(null, new ModelHub(HubSettings.of(_ -> null))),
                List.of(),
                _ -> Optional.empty(),
                metrics);
        try (ModelLease lease = models.lease(MODEL)) {
            encoder = lease.model().local().orElseThrow();
        }
        api = Wired.of(models, new QueryEncoder(threads, DataSize.ofMegabytes(1), metrics), threads, metrics);
    }

    @AfterEach
    void close() {
        threads.destroy();
        models.close();
    }

    @Test
    void encodesAQueryAsTheEncoderDoes() throws Exception {
        QueryEmbedding embedding =
                api.embedQuery(new QueryText(MODEL, "what is a shard", false)).block();
        assertThat(embedding.dense())
                .containsExactly(encoder.encodeQuery("what is a shard", Deadline.none())
                        .get()
                        .dense());
        assertThat(embedding.truncated()).isFalse();
    }

    @Test
    void givesTheTokensAndTheVectorOfOneRun() throws Exception {
        QueryEmbedding embedding =
                api.embedQuery(new QueryText(MODEL, "what is sharding", true)).block();
        awaitEncoded(1);
        QueryTokens tokens = embedding.tokenVectors();
        assertThat(tokens.texts()).containsExactly("what", "is", "sha", "##rdi", "##ng");
        long[] ids = encoder.tokenizer().encode("what is sharding").ids();
        assertThat(ids).hasSize(7);
        assertThat(tokens.pieces())
                .as("without [CLS] and [SEP]")
                .containsExactly((int) ids[1], (int) ids[2], (int) ids[3], (int) ids[4], (int) ids[5]);
        assertThat(tokens.dimensions()).isEqualTo(384);
        float[] alone = encoder.encode(Flow.interactive(), ids, encoder.tokenVectors(ids), Deadline.none())
                .get()
                .values();
        assertThat(tokens.vectors()).containsExactly(alone);
        assertThat(embedding.dense())
                .containsExactly(encoder.encodeQuery("what is sharding", Deadline.none())
                        .get()
                        .dense());
    }

    @Test
    void aModelWithAQueryPrefixReadsTheQueryOnceWithAndOnceWithout(@TempDir Path folder) throws Exception {
        ModelFolders.make(folder.resolve("prefixed"), "pooling: mean\nmax_tokens: 64\nquery_prefix: 'query: '\n");
        try (Models prefixed = new Models(
                new ModelSettings(folder.resolve("prefixed").toString(), List.of(), 1, null, EncoderSettings.DEFAULT),
                new ModelSources(null, new ModelHub(HubSettings.of(_ -> null))),
                List.of(),
                _ -> Optional.empty(),
                metrics)) {
            QueryEncoder queries = new QueryEncoder(threads, DataSize.ofMegabytes(1), metrics);
            QueryEmbedding embedding = Wired.of(prefixed, queries, threads, metrics)
                    .embedQuery(new QueryText("prefixed", "what is sharding", true))
                    .block();
            try (ModelLease lease = prefixed.lease("prefixed")) {
                TextEncoder own = lease.model().local().orElseThrow();
                long[] bare = own.tokenizer().encode("what is sharding").ids();
                assertThat(embedding.tokenVectors().vectors())
                        .containsExactly(own.encode(Flow.interactive(), bare, own.tokenVectors(bare), Deadline.none())
                                .get()
                                .values());
                assertThat(embedding.dense())
                        .containsExactly(own.encodeQuery("what is sharding", Deadline.none())
                                .get()
                                .dense());
                assertThat(embedding.tokens()).isGreaterThan(bare.length);
            }
        }
    }

    @Test
    void textsAreEncodedAsDocumentsAreInTheirOrder(@TempDir Path folder) throws Exception {
        String description = "pooling: mean\nmax_tokens: 16\nquery_prefix: 'query: '\n";
        ModelFolders.make(folder.resolve("plain"), description);
        ModelFolders.make(folder.resolve("prompted"), description + "passage_prefix: 'text: '\n");
        TextVectors prompted = texts(folder.resolve("prompted"), List.of("what is a shard", "tide ".repeat(50), "ice"));
        TextVectors plain =
                texts(folder.resolve("plain"), List.of("text: what is a shard", "text: ice", "what is a shard"));
        assertThat(prompted.vectors()).hasSize(3);
        assertThat(cosine(prompted.vectors().get(0), plain.vectors().get(0))).isGreaterThan(0.9999);
        assertThat(cosine(prompted.vectors().get(2), plain.vectors().get(1))).isGreaterThan(0.9999);
        assertThat(cosine(prompted.vectors().get(0), plain.vectors().get(2))).isLessThan(0.9999);
        assertThat(prompted.truncated()).as("its end is left out").containsExactly(1);
    }

    private TextVectors texts(Path folder, List<String> texts) {
        try (Models models = new Models(
                new ModelSettings(folder.toString(), List.of(), 1, null, EncoderSettings.DEFAULT),
                new ModelSources(null, new ModelHub(HubSettings.of(_ -> null))),
                List.of(),
                _ -> Optional.empty(),
                metrics)) {
            QueryEncoder queries = new QueryEncoder(threads, DataSize.ofMegabytes(1), metrics);
            return Wired.of(models, queries, threads, metrics)
                    .embedTexts(new TextsQuery(folder.getFileName().toString(), texts))
                    .block();
        }
    }

    private static double cosine(float[] a, float[] b) {
        double cosine = 0;
        for (int c = 0; c < a.length; c++) {
            cosine += a[c] * b[c];
        }
        return cosine;
    }

    @Test
    void oneTextIsEncodedAsOneOfMany() {
        float[] alone = api.embedTexts(new TextsQuery(MODEL, List.of("what is a shard")))
                .block()
                .vectors()
                .getFirst();
        float[] among = api.embedTexts(new TextsQuery(MODEL, List.of("a tide comes in", "what is a shard")))
                .block()
                .vectors()
                .getLast();
        assertThat(cosine(alone, among)).isGreaterThan(0.9999);
    }

    @Test
    void textsHaveVectorsOfTheirTokensWhereThoseAreWanted() {
        List<String> texts = List.of("a tide comes in", "shards");
        TextVectors plain = api.embedTexts(new TextsQuery(MODEL, texts)).block();
        TextVectors both = api.embedTexts(new TextsQuery(MODEL, texts, true)).block();
        assertThat(plain.tokenVectors()).isNull();
        assertThat(both.tokenVectors()).hasSize(2);
        assertThat(both.tokenVectors().get(0).texts()).containsExactly("a", "tide", "comes", "in");
        for (int i = 0; i < texts.size(); i++) {
            assertThat(cosine(plain.vectors().get(i), both.vectors().get(i))).isGreaterThan(0.9999);
            QueryTokens tokens = both.tokenVectors().get(i);
            assertThat(tokens.dimensions()).isEqualTo(384);
            assertThat(tokens.pieces()).hasSize(tokens.count());
        }
        QueryTokens alone = api.embedTexts(new TextsQuery(MODEL, List.of(texts.getLast()), true))
                .block()
                .tokenVectors()
                .getFirst();
        assertThat(cosine(alone.vectors(), both.tokenVectors().getLast().vectors()))
                .as("one text or several")
                .isCloseTo(alone.count(), within(0.001 * alone.count()));
    }

    @Test
    void textsThatAreNoneOrTooManyAndAModelThatIsNotThereAreRefused() {
        refused(ProblemType.MISSING_VALUE, "texts[1]", new TextsQuery(MODEL, List.of("a", " ")));
        refused(
                ProblemType.TOO_LARGE,
                "texts",
                new TextsQuery(MODEL, Collections.nCopies(EmbeddingApi.MAX_TEXTS + 1, "a")));
        refused(ProblemType.MISSING_VALUE, "texts", new TextsQuery(MODEL, List.of()));
        refused(ProblemType.MISSING_VALUE, "model", new TextsQuery(null, List.of("a")));
        refused(ProblemType.UNKNOWN_MODEL, "model", new TextsQuery("nothing", List.of("a")));
    }

    private void refused(ProblemType type, String field, TextsQuery query) {
        assertThatThrownBy(() -> api.embedTexts(query).block()).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(type.is(e.problem())).as(e.problem().toString()).isTrue();
            assertThat(e.problem().field()).isEqualTo(field);
        });
    }

    @Test
    void aRememberedVectorIsNoAnswerWhereTokensAreWantedButTokensHoldTheVectorToo() throws Exception {
        QueryText dense = new QueryText(MODEL, "asked twice", false);
        QueryText both = new QueryText(MODEL, "asked twice", true);
        assertThat(api.embedQuery(dense).block().tokenVectors()).isNull();
        assertThat(api.embedQuery(both).block().tokenVectors().count()).isEqualTo(2);
        awaitEncoded(2);
        assertThat(api.embedQuery(both).block().tokenVectors().count()).isEqualTo(2);
        assertThat(api.embedQuery(dense).block().tokenVectors())
                .as("nobody asked for them")
                .isNull();
        awaitEncoded(2);
    }

    @Test
    void theTokensOfALongQueryAreThoseThatTheModelReads() {
        QueryEmbedding embedding =
                api.embedQuery(new QueryText(MODEL, "word ".repeat(600), true)).block();
        assertThat(embedding.truncated()).isTrue();
        assertThat(embedding.tokens()).isEqualTo(512);
        assertThat(embedding.tokenVectors().count()).isEqualTo(510);
        assertThat(embedding.tokenVectors().texts()).containsOnly("word");
    }

    @Test
    void tellsWhatIsLoaded() {
        assertThat(api.models().block()).containsExactly(new ModelDescription(MODEL, 384, 512, "cpu"));
    }

    @Test
    void tellsWhatAllVectorsHaveInCommonAndAlwaysTheSame() {
        ModelMeans means = api.means(MODEL).block();
        assertThat(means.dense()).hasSize(384);
        assertThat(means.token()).hasSize(384);
        assertThat(Wired.of(models, new QueryEncoder(threads, DataSize.ofMegabytes(1), metrics), threads, metrics)
                        .means(MODEL)
                        .block())
                .isEqualTo(means);
        float[] passage = api.embedQuery(new QueryText(MODEL, "Tides follow the moon.", false))
                .block()
                .dense();
        assertThat(dot(passage, means.dense()))
                .as("every vector has a part of it")
                .isGreaterThan(0.4);
        assertThatThrownBy(() -> api.means("other").block()).isInstanceOf(ProblemException.class);
    }

    @Test
    void findsTheSentenceThatIsNearestInMeaning() {
        String text = "# Notes\n\nThe stock market fell sharply. Her cat slept on the sofa all day, e.g. after lunch. "
                + "It rained in Paris.\n- A recipe for onion soup";
        float[] query = api.embedQuery(new QueryText(MODEL, "lazy pets at home", false))
                .block()
                .dense();
        assertThat(sentence(query, text)).isEqualTo("Her cat slept on the sofa all day, e.g. after lunch.");
        float[] cooking = api.embedQuery(new QueryText(MODEL, "how to cook vegetables", false))
                .block()
                .dense();
        assertThat(sentence(cooking, text)).isEqualTo("- A recipe for onion soup");
        String many = "It is a number, so. ".repeat(60) + "Her cat slept on the sofa all day, after lunch.";
        assertThat(sentence(query, many))
                .as("of many, the longest are looked at")
                .startsWith("Her cat");
        assertThat(api.bestSentence(new SentenceQuery(MODEL, query, " \n ")).block())
                .isNull();
        assertThatThrownBy(() -> api.bestSentence(new SentenceQuery(MODEL, new float[3], "A text."))
                        .block())
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("384");
        assertThatThrownBy(() -> api.bestSentence(new SentenceQuery("other", query, "A text."))
                        .block())
                .isInstanceOf(ProblemException.class);
    }

    private String sentence(float[] query, String text) {
        TextSpan span = api.bestSentence(new SentenceQuery(MODEL, query, text)).block();
        return text.substring(span.start(), span.end());
    }

    private static double dot(float[] a, float[] b) {
        double dot = 0;
        for (int d = 0; d < a.length; d++) {
            dot += a[d] * b[d];
        }
        return dot;
    }

    @Test
    void namesAModelThatItDoesNotHave() {
        assertThatThrownBy(() ->
                        api.embedQuery(new QueryText("other", "text", false)).block())
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(ProblemType.UNKNOWN_MODEL.is(e.problem())).isTrue();
                    assertThat(e.problem().detail()).contains("other");
                });
    }

    @Test
    void dropsAQueryWhoseCallerHasGone() throws Exception {
        List<CompletableFuture<?>> before = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            before.add(encoder.encodeQuery("word ".repeat(600), Deadline.none()));
        }
        var caller = api.embedQuery(new QueryText(MODEL, "nobody waits", false)).subscribe();
        while (metrics.get("vicinal.onnx.queue.texts")
                        .tag("lane", "interactive")
                        .gauge()
                        .value()
                < 12) {
            assertThat(before.getLast()).isNotDone();
            Thread.sleep(1);
        }
        Thread.sleep(20);
        caller.dispose();
        CompletableFuture.allOf(before.toArray(CompletableFuture[]::new)).get();
        encoder.encodeQuery("after it", Deadline.none()).get();
        assertThat(metrics.get("vicinal.onnx.texts")
                        .tags("lane", "interactive", "outcome", "cancelled")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void saysThatItHasAllTheQueriesItCanTake() {
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 60; i++) {
                        waiting.add(api.embedQuery(new QueryText(MODEL, i + " word".repeat(600), false))
                                .toFuture());
                    }
                    for (CompletableFuture<?> one : waiting) {
                        one.get();
                    }
                })
                .hasCauseInstanceOf(ProblemException.class)
                .cause()
                .satisfies(e -> assertThat(ProblemType.TOO_MANY_REQUESTS.is(((ProblemException) e).problem()))
                        .isTrue());
    }

    @Test
    void encodesTheSameQueryOnceHoweverManyAskAtOnceOrLater() {
        QueryText query = new QueryText(MODEL, "asked by everyone", false);
        List<CompletableFuture<QueryEmbedding>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(api.embedQuery(query).toFuture());
        }
        float[] first = all.getFirst().join().dense();
        assertThat(all).allSatisfy(one -> assertThat(one.join().dense()).isEqualTo(first));
        assertThat(api.embedQuery(query).block().dense()).isEqualTo(first);
        assertThat(encoded()).isEqualTo(1);
        assertThat(metrics.get("cache.gets")
                        .tags("result", "hit")
                        .functionCounter()
                        .count())
                .isGreaterThanOrEqualTo(1);
    }

    @Test
    void oneWhoGoesTakesNothingFromOthersWhoWaitForTheSame() throws Exception {
        List<CompletableFuture<?>> before = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            before.add(encoder.encodeQuery("word ".repeat(600), Deadline.none()));
        }
        QueryText query = new QueryText(MODEL, "two wait", false);
        var goes = api.embedQuery(query).subscribe();
        CompletableFuture<QueryEmbedding> stays = api.embedQuery(query).toFuture();
        goes.dispose();
        assertThat(before.getLast()).isNotDone();
        assertThat(stays.get().dense()).hasSize(384);
    }

    @Test
    void keepsNoFailure() {
        QueryText query = new QueryText(MODEL, "late at first", false);
        assertThatThrownBy(() -> api.embedQuery(query)
                        .contextWrite(io.vicinal.service.deadline.Deadline.in(Duration.ZERO)::into)
                        .block())
                .isInstanceOf(ProblemException.class);
        assertThat(api.embedQuery(query).block().dense()).hasSize(384);
    }

    /** A run is counted a moment after its answer. */
    private void awaitEncoded(int texts) throws InterruptedException {
        for (int i = 0; i < 500 && encoded() < texts; i++) {
            Thread.sleep(10);
        }
        assertThat(encoded()).isEqualTo(texts);
    }

    private double encoded() {
        return metrics.get("vicinal.onnx.texts")
                .tags("lane", "interactive", "outcome", "encoded")
                .counter()
                .count();
    }

    @Test
    void givesUpAQueryWhoseDeadlinePassed() {
        assertThatThrownBy(() -> api.embedQuery(new QueryText(MODEL, "late", false))
                        .contextWrite(io.vicinal.service.deadline.Deadline.in(Duration.ZERO)::into)
                        .block())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(ProblemType.DEADLINE_EXCEEDED.is(e.problem()))
                                .isTrue());
    }
}
