package io.vicinal.retrieval.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.candidates.CandidateSearch;
import io.vicinal.retrieval.candidates.SearchEffort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that expire, and a clock that does not behave. */
class DocumentExpiryTest {
    private static final Collection COLLECTION = ShardBench.collection(2, VectorFormat.INT8);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    Path data;

    private final SetClock clock = new SetClock();
    private ShardBench bench;
    private Shard shard;

    /** Says what it is told to. */
    private static final class SetClock extends Clock {
        private Instant now = NOON;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void open() throws IOException {
        bench = new ShardBench(data);
        shard = bench.open(COLLECTION, 0, ShardBench.log(0), clock);
    }

    @AfterEach
    void close() throws IOException {
        shard.abandon();
        bench.close();
    }

    private void put(String id, Instant expiresAt) throws IOException {
        EmbeddedDocument plain = ShardBench.document(id, "A zebra. Drinks.", Map.of("year", 1), unit(), unit());
        shard.put(new EmbeddedDocument(id, null, plain.text(), plain.fields(), plain.passages(), expiresAt));
        shard.advance(shard.applied().offset(), shard.applied().offset());
        shard.logHas(clock.now);
        shard.refresh();
    }

    private static float[] unit() {
        return ShardBench.unit(1, 1);
    }

    private List<String> found() throws IOException {
        return found(new CandidateQuery(shard.id(), null, unit(), null, 10, GroupBy.DOCUMENT, null, null));
    }

    private List<String> found(CandidateQuery query) throws IOException {
        try (PointInTime snapshot = shard.pointInTime()) {
            return ShardBench.ids(CandidateSearch.search(
                            query,
                            shard.collection(),
                            snapshot.searcher(),
                            SearchEffort.usual(shard.collection().vectorFormat()),
                            shard.now()))
                    .stream()
                    .sorted()
                    .toList();
        }
    }

    @Test
    void isHiddenTheMomentItExpiresWithoutAWrite() throws IOException {
        put("stays", null);
        put("goes", NOON.plusSeconds(60));
        Filter filter = Filter.eq(Map.of("year", 1));
        CandidateQuery lexical = new CandidateQuery(shard.id(), "zebra", null, null, 10, GroupBy.PASSAGE, filter, null);
        assertThat(found()).containsExactly("goes", "stays");
        clock.now = NOON.plusSeconds(59);
        assertThat(found()).containsExactly("goes", "stays");
        assertThat(found(lexical)).containsExactly("goes", "stays");
        for (long afterMs : new long[] {60_000, 60_001, 3_600_000}) {
            clock.now = NOON.plusMillis(afterMs);
            assertThat(found()).containsExactly("stays");
            assertThat(found(lexical)).containsExactly("stays");
        }
    }

    @Test
    void aNewExpiryTakesThePlaceOfTheOldOne() throws IOException {
        put("a", NOON.plusSeconds(60));
        put("b", NOON.plusSeconds(60));
        put("a", NOON.plusSeconds(600));
        put("b", null);
        clock.now = NOON.plusSeconds(120);
        assertThat(found()).containsExactly("a", "b");
        put("b", NOON.minusSeconds(1));
        assertThat(found()).containsExactly("a");
    }

    @Test
    void nothingIsFilteredWhereNothingHasExpired() throws IOException {
        put("stays", null);
        put("later", NOON.plusSeconds(60));
        try (PointInTime snapshot = shard.pointInTime()) {
            assertThat(DocumentExpiry.unexpired(null, snapshot.searcher(), NOON))
                    .isNull();
            assertThat(DocumentExpiry.unexpired(null, snapshot.searcher(), NOON.plusSeconds(61)))
                    .isEqualTo(DocumentExpiry.unexpired(null, snapshot.searcher(), NOON.plusMillis(60_500)))
                    .isNotNull();
        }
    }

    @Test
    void whatAClockHidThatJumpedIsThereAgainWhenItIsRight() throws IOException {
        put("a", NOON.plusSeconds(60));
        put("b", NOON.plus(Duration.ofDays(30)));
        clock.now = NOON.plus(Duration.ofDays(365));
        put("c", null); // the log has that time too, of the same machine
        assertThat(found()).containsExactly("c");
        shard.removeExpired();
        shard.commit();
        shard.refresh();
        clock.now = NOON.plusSeconds(1);
        assertThat(found()).containsExactly("a", "b", "c");
    }

    @Test
    void leavesTheIndexADayAfterItExpired() throws IOException {
        put("stays", null);
        put("goes", NOON.plusSeconds(60));
        put("later", NOON.plus(Duration.ofHours(2)));
        shard.removeExpired(NOON.plus(Duration.ofHours(23)));
        put("another", null);
        assertThat(shard.documents()).as("expired, and hidden only").isEqualTo(4);
        shard.removeExpired(NOON.plus(Duration.ofHours(25)));
        put("one more", null);
        assertThat(shard.documents()).isEqualTo(4);
        assertThat(shard.state().passages()).isEqualTo(8);
        assertThat(found()).contains("later").doesNotContain("goes");
    }

    @Test
    void theTimeToRemoveByFollowsAClockThatGoesBackAndNoneThatJumpsForward() {
        AtomicLong nanos = new AtomicLong();
        TrustedTime time = new TrustedTime(clock, nanos::get);
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        clock.now = NOON.plus(Duration.ofDays(365));
        assertThat(time.now()).isEqualTo(NOON.plus(Duration.ofHours(1)));
        clock.now = NOON.minus(Duration.ofDays(2));
        assertThat(time.now()).isEqualTo(NOON.minus(Duration.ofDays(2)));
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        clock.now = NOON.plus(Duration.ofHours(2));
        assertThat(time.now()).isEqualTo(NOON.minus(Duration.ofDays(2)).plus(Duration.ofHours(1)));
    }
}
