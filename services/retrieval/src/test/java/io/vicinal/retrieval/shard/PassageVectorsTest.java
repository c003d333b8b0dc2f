package io.vicinal.retrieval.shard;

import static io.vicinal.retrieval.ShardBench.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.contracts.search.RetrievalApi.Direction;
import io.vicinal.retrieval.ShardBench;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassageVectorsTest {
    @TempDir
    Path data;

    private ShardBench bench;
    private Shard shard;
    private long offset;

    @BeforeEach
    void open() throws IOException {
        bench = new ShardBench(data);
        shard = bench.open(ShardBench.collection(3, VectorFormat.BINARY));
    }

    @AfterEach
    void close() throws IOException {
        shard.close();
        bench.close();
    }

    private void put(EmbeddedDocument document) throws IOException {
        shard.put(document);
        shard.advance(offset++, -1);
        shard.refresh();
    }

    private Direction direction(String id) throws IOException {
        try (PointInTime at = shard.pointInTime()) {
            return PassageVectors.direction(at.searcher(), id, Instant.parse("2030-01-01T00:00:00Z"));
        }
    }

    @Test
    void aDocumentPointsWhereItsPassagesDoOnAverage() throws IOException {
        put(ShardBench.document("before", "Else.", Map.of(), unit(0, 0, -1)));
        put(ShardBench.document("two", "X. Y.", Map.of(), unit(1, 0, 0), unit(0, 1, 0)));
        put(ShardBench.document("after", "Else.", Map.of(), unit(0, 0, 1)));
        assertThat(Objects.requireNonNull(direction("two")).vector()).containsExactly(0.5f, 0.5f, 0);
        assertThat(Objects.requireNonNull(direction("before")).vector()).containsExactly(0, 0, -1);
        put(ShardBench.document("two", "Z.", Map.of(), unit(0, 0, 1)));
        assertThat(Objects.requireNonNull(direction("two")).vector()).containsExactly(0, 0, 1);
        assertThat(direction("none")).isNull();
        shard.delete("two");
        shard.advance(offset++, -1);
        shard.refresh();
        assertThat(direction("two")).isNull();
    }

    @Test
    void itSaysWhichWriteOfTheDocumentItShows() throws IOException {
        EmbeddedDocument document = ShardBench.document("d", "X.", Map.of(), unit(1, 0, 0));
        put(document);
        assertThat(Objects.requireNonNull(direction("d")).documentsOffset()).isNull();
        for (long source : new long[] {7, 12}) {
            shard.put(document, 0, source);
            shard.advance(offset++, source);
            shard.refresh();
            assertThat(Objects.requireNonNull(direction("d")).documentsOffset()).isEqualTo(source);
        }
    }

    @Test
    void whatHasExpiredIsNoExample() throws IOException {
        EmbeddedDocument document = ShardBench.document("d", "X.", Map.of(), unit(1, 0, 0));
        for (String expiry : List.of("2029-12-31T23:59:59Z", "2030-01-01T00:00:00Z")) {
            put(new EmbeddedDocument("d", null, document.text(), Map.of(), document.passages(), Instant.parse(expiry)));
            assertThat(direction("d")).isNull();
        }
        put(new EmbeddedDocument(
                "d", null, document.text(), Map.of(), document.passages(), Instant.parse("2030-01-01T00:00:01Z")));
        assertThat(direction("d")).isNotNull();
    }

    @Test
    void aVectorIsReadBackAsItWasSentWhateverTheFormat() throws IOException {
        Random random = new Random(11);
        float[][] vectors = new float[20][];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = ShardBench.randomUnit(random, 3);
            put(ShardBench.document("d" + i, "X.", Map.of(), vectors[i]));
        }
        List<Candidate> found = ShardBench.search(shard, null, vectors[3], 20, GroupBy.PASSAGE, null);
        try (PointInTime at = shard.pointInTime()) {
            for (Candidate candidate : found) {
                int i = Integer.parseInt(candidate.documentId().substring(1));
                assertThat(PassageVectors.of(at.searcher(), candidate.doc())).containsExactly(vectors[i]);
            }
        }
        assertThat(found).hasSize(20);
    }

    @Test
    void vectorsOfEightThousandDimensionsAreIndexedInEveryFormat() throws IOException {
        for (VectorFormat format : VectorFormat.values()) {
            try (ShardBench wide = new ShardBench(data.resolve(format.name()));
                    Shard one = wide.open(ShardBench.collection(8192, format))) {
                float[] vector = ShardBench.randomUnit(new Random(1), 8192);
                one.put(ShardBench.document("d", "X.", Map.of(), vector));
                one.advance(0, -1);
                one.refresh();
                Candidate found = ShardBench.search(one, null, vector, 1, GroupBy.DOCUMENT, null)
                        .getFirst();
                assertThat(found.dense()).isCloseTo(1f, within(1e-5f));
            }
        }
    }
}
