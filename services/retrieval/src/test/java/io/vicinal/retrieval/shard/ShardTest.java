package io.vicinal.retrieval.shard;

import static io.vicinal.retrieval.ShardBench.document;
import static io.vicinal.retrieval.ShardBench.ids;
import static io.vicinal.retrieval.ShardBench.lexical;
import static io.vicinal.retrieval.ShardBench.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.embedding.EmbeddedDocument.EmbeddedPassage;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.contracts.search.RetrievalApi.StoredPassage;
import io.vicinal.retrieval.ShardBench;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardTest {
    private static final Collection COLLECTION = ShardBench.collection(2, VectorFormat.INT8);

    @TempDir
    Path data;

    private ShardBench bench;
    private Shard shard;
    private long offset;

    @BeforeEach
    void open() throws IOException {
        bench = new ShardBench(data);
        shard = bench.open(COLLECTION);
    }

    @AfterEach
    void close() throws IOException {
        shard.close();
        bench.close();
    }

    private void put(EmbeddedDocument document) throws IOException {
        shard.put(document);
        shard.advance(offset, offset);
        offset++;
    }

    private void delete(String id) throws IOException {
        shard.delete(id);
        shard.advance(offset, offset);
        offset++;
    }

    @Test
    void saysHowFarItIsBehindItsLogInRecordsAndSeconds() throws IOException {
        assertThat(shard.state().behindSeconds()).isZero();
        shard.logEndsAt(3);
        assertThat(shard.state().behind()).isEqualTo(3);
        assertThat(shard.state().behindSeconds()).as("no record was read yet").isNull();
        shard.logHas(Instant.now().minusSeconds(90));
        put(document("1", "A zebra drinks.", Map.of(), unit(1, 0)));
        shard.refresh();
        assertThat(shard.state().behind()).isEqualTo(2);
        assertThat(shard.state().behindSeconds()).isBetween(89L, 120L);
    }

    @Test
    void aDocumentSentAgainIsReplacedWholeWithAllItsPassages() throws IOException {
        put(document("1", "A zebra drinks. A zebra sleeps.", Map.of(), unit(1, 0), unit(0, 1)));
        put(document("1", "The submarine rests.", Map.of(), unit(1, 1)));
        shard.refresh();
        assertThat(lexical(shard, "zebra", null)).isEmpty();
        assertThat(ids(lexical(shard, "submarine", null))).containsExactly("1");
        assertThat(shard.state().documents()).isEqualTo(1);
        assertThat(shard.state().passages()).isEqualTo(1);
    }

    @Test
    void aDeletedDocumentIsGoneWithAllItsPassages() throws IOException {
        put(document("1", "A zebra drinks. A zebra sleeps.", Map.of(), unit(1, 0), unit(0, 1)));
        put(document("2", "A zebra runs.", Map.of(), unit(1, 0)));
        delete("1");
        shard.refresh();
        assertThat(ids(lexical(shard, "zebra", null))).containsExactly("2");
        assertThat(shard.state().passages()).isEqualTo(1);
        try (PointInTime at = shard.pointInTime()) {
            assertThat(StoredDocuments.document(at.searcher(), "1")).isEmpty();
        }
    }

    @Test
    void whatWasSentIsReadBackExactly() throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("year", Arrays.asList(1450, 9_007_199_254_740_993L));
        fields.put("price", 0.1);
        fields.put("open", true);
        fields.put("topic", "nul \u0000 and 👩‍👩‍👧");
        String text = "First \u0000 sentence. Second 𝕳 sentence.";
        put(new EmbeddedDocument(
                "a/1 ü",
                "T\u0000itle",
                text,
                fields,
                List.of(new EmbeddedPassage(0, 17, unit(1, 0)), new EmbeddedPassage(18, text.length(), unit(0, 1)))));
        shard.refresh();
        try (PointInTime at = shard.pointInTime()) {
            var read = StoredDocuments.document(at.searcher(), "a/1 ü").orElseThrow();
            assertThat(read.title()).isEqualTo("T\u0000itle");
            assertThat(read.text()).isEqualTo(text);
            assertThat(read.fields()).isEqualTo(fields);
            int doc = lexical(shard, "second", null).getFirst().doc();
            StoredPassage passage = StoredDocuments.passage(at.searcher(), doc);
            assertThat(passage)
                    .isEqualTo(new StoredPassage(
                            "a/1 ü",
                            1,
                            "T\u0000itle",
                            text.substring(18),
                            18,
                            text.length(),
                            fields,
                            null,
                            null,
                            null));
        }
    }

    @Test
    void aPointInTimeShowsWhatItShowedWhenItAnswered() throws IOException {
        put(document("1", "A zebra drinks.", Map.of(), unit(1, 0)));
        shard.refresh();
        Candidate found = lexical(shard, "zebra", null).getFirst();
        long number;
        try (PointInTime at = shard.pointInTime()) {
            number = at.number();
        }
        delete("1");
        shard.refresh();
        try (PointInTime earlier = shard.pointInTime(number)) {
            assertThat(StoredDocuments.passage(earlier.searcher(), found.doc()).text())
                    .isEqualTo("A zebra drinks.");
        }
        assertThat(shard.pointInTime(number + 1_000)).isNull();
    }

    @Test
    void aPointInTimeOfAnEarlierOpeningIsNotTakenForOneOfThis() throws IOException {
        put(document("1", "A zebra drinks.", Map.of(), unit(1, 0)));
        shard.refresh();
        long number;
        try (PointInTime at = shard.pointInTime()) {
            number = at.number();
        }
        shard.close();
        shard = bench.open(COLLECTION, 0, ShardBench.log(1), Clock.systemUTC());
        try (PointInTime now = shard.pointInTime()) {
            assertThat(now.number()).isNotEqualTo(number);
        }
        assertThat(shard.pointInTime(number)).isNull();
    }

    @Test
    void awaitingRefreshesOnceTheOffsetIsApplied() throws Exception {
        CompletableFuture<Void> shown = shard.await(1);
        put(document("1", "A zebra drinks.", Map.of(), unit(1, 0)));
        assertThat(shown).isNotDone();
        put(document("2", "A zebra runs.", Map.of(), unit(1, 0)));
        shown.get(5, TimeUnit.SECONDS);
        assertThat(shard.state().documents()).isEqualTo(2);
        assertThat(shard.state().documentsOffset()).isEqualTo(2);
        assertThat(shard.await(0)).isCompleted();
    }

    @Test
    void closingTellsThoseWhoWait() throws Exception {
        CompletableFuture<Void> shown = shard.await(100);
        shard.close();
        assertThat(shown).isCompletedExceptionally();
        assertThat(shard.await(100)).isCompletedExceptionally();
    }

    @Test
    void servesOnlyOnceItShowsAllThatTheLogHeld() throws Exception {
        shard.close();
        shard = bench.open(COLLECTION, 1, ShardBench.log(3), Clock.systemUTC());
        put(document("1", "A zebra drinks.", Map.of(), unit(1, 0)));
        shard.refresh();
        assertThat(shard.isServing()).isFalse();
        assertThat(shard.behind()).isEqualTo(2);
        shard.skipTo(3);
        shard.refresh();
        assertThat(shard.isServing()).isTrue();
        assertThat(shard.behind()).isZero();
    }

    @Test
    void aDocumentThatDoesNotFitIsRefusedAndTheOneBeforeStays() throws IOException {
        put(document("1", "A zebra drinks.", Map.of(), unit(1, 0)));
        List<EmbeddedDocument> bad = new ArrayList<>();
        bad.add(document("1", "wrong dimensions", Map.of(), unit(1, 0, 0)));
        bad.add(document("1", "not normalised", Map.of(), new float[] {1, 1}));
        bad.add(document("1", "not a number", Map.of(), new float[] {Float.NaN, 1}));
        bad.add(document("1", "wrong type", Map.of("year", "MCD"), unit(1, 0)));
        bad.add(document("1", "undeclared", Map.of("colour", "red"), unit(1, 0)));
        bad.add(document("1", "immense", Map.of("topic", "x".repeat(40_000)), unit(1, 0)));
        bad.add(document("1", "no passages", Map.of()));
        bad.add(new EmbeddedDocument("1", null, "x", Map.of(), List.of(new EmbeddedPassage(0, 9, unit(1, 0)))));
        for (EmbeddedDocument document : bad) {
            assertThatThrownBy(() -> shard.put(document)).as(document.text()).isInstanceOf(ProblemException.class);
        }
        shard.refresh();
        shard.commit();
        assertThat(shard.isWritable()).isTrue();
        assertThat(ids(lexical(shard, "zebra", null))).containsExactly("1");
    }

    @Test
    void takesVectorsOf8192Dimensions() throws IOException {
        for (VectorFormat format : VectorFormat.values()) {
            try (Shard wide = bench.open(
                    ShardBench.collection(8192, format), 2 + format.ordinal(), ShardBench.log(0), Clock.systemUTC())) {
                float[] vector = new float[8192];
                vector[8191] = 1;
                wide.put(document("1", "wide", Map.of(), vector));
                wide.advance(0, 0);
                wide.commit();
                wide.refresh();
                assertThat(wide.state().passages()).as(format.name()).isEqualTo(1);
            }
        }
    }

    @Test
    void aShardAtRestBecomesOneSegmentThatSearchersSeeAndACommitKeeps() throws Exception {
        for (int i = 0; i < 4; i++) {
            put(document(Integer.toString(i), "A zebra drinks.", Map.of(), unit(1, i)));
            shard.refresh();
        }
        assertThat(segments()).isGreaterThan(1);
        shard.gather(); // written to since the last time: not at rest
        assertThat(segments()).isGreaterThan(1);
        ShardBench.gather(shard);
        assertThat(lexical(shard, "zebra", null)).hasSize(4);
        shard.commit();
        shard.abandon();
        shard = bench.open(COLLECTION, 0, ShardBench.log(4), Clock.systemUTC());
        assertThat(segments()).isEqualTo(1);
        assertThat(shard.applied().offset()).isEqualTo(4);
    }

    private int segments() throws IOException {
        return ShardBench.segments(shard);
    }
}
