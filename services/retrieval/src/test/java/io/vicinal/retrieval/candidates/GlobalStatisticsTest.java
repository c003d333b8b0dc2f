package io.vicinal.retrieval.candidates;

import static io.vicinal.retrieval.ShardBench.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.search.Fuzziness;
import io.vicinal.contracts.search.LexicalStatistics;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.lexical.AnalysedQuery;
import io.vicinal.retrieval.shard.PointInTime;
import io.vicinal.retrieval.shard.Shard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GlobalStatisticsTest {
    private static final Collection COLLECTION = ShardBench.collection(2, VectorFormat.INT8);
    private static final long SEED = 17;

    @TempDir
    Path data;

    @ParameterizedTest
    @EnumSource(Fuzziness.class)
    void aPassageHasTheSameScoreInWhicheverShardItLies(Fuzziness fuzziness) throws IOException {
        try (ShardBench bench = new ShardBench(data);
                Shard whole = bench.open(COLLECTION, 3, ShardBench.log(0), Clock.systemUTC())) {
            List<Shard> parts = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                parts.add(bench.open(COLLECTION, i, ShardBench.log(0), Clock.systemUTC()));
            }
            fill(whole, parts);
            int differed = 0;
            for (String query : List.of(
                    "w1 w20 w300",
                    "w2",
                    "w0 w5 w5 w7",
                    "w999 w3 nothing",
                    "wordd thrd",
                    "\"wordb w1\" w2",
                    "\"w2 w0\"")) {
                Map<String, Float> expected = scores(whole, query, fuzziness, null);
                LexicalStatistics statistics = sum(parts, query, fuzziness);
                Map<String, Float> actual = new HashMap<>();
                Map<String, Float> alone = new HashMap<>();
                for (Shard part : parts) {
                    actual.putAll(scores(part, query, fuzziness, statistics));
                    alone.putAll(scores(part, query, fuzziness, null));
                }
                assertThat(expected).isNotEmpty();
                expected.forEach((id, score) -> assertThat(actual.get(id)).isCloseTo(score, within(1e-4f)));
                differed += expected.entrySet().stream()
                                .anyMatch(e -> Math.abs(alone.get(e.getKey()) - e.getValue()) > 1e-2)
                        ? 1
                        : 0;
            }
            assertThat(differed).as("without global statistics scores differ").isPositive();
            for (Shard part : parts) {
                part.abandon();
            }
        }
    }

    /** A document that is indexed between the two questions must neither fail nor get an endless weight. */
    @Test
    void aTermThatTheStatisticsDoNotKnowYetIsScoredByTheShardsOwn() throws IOException {
        try (ShardBench bench = new ShardBench(data);
                Shard shard = bench.open(COLLECTION)) {
            shard.put(document("1", "something new", Map.of(), ShardBench.unit(1, 0)));
            shard.advance(0, 0);
            shard.refresh();
            for (LexicalStatistics stale : List.of(
                    new LexicalStatistics(0, 0, Map.of(), 0, Map.of()),
                    new LexicalStatistics(10, 50, Map.of("someth", 0L), 0, Map.of()),
                    new LexicalStatistics(10, 50, Map.of("someth", 99L), 0, Map.of()))) {
                List<Candidate> found = ShardBench.lexical(shard, "something", stale);
                assertThat(found).hasSize(1);
                assertThat(found.getFirst().lexical()).isFinite().isPositive();
            }
        }
    }

    private static void fill(Shard whole, List<Shard> parts) throws IOException {
        Random random = new Random(SEED);
        long[] offsets = new long[4];
        for (int n = 0; n < 600; n++) {
            StringBuilder text = new StringBuilder();
            int length = 3 + random.nextInt(40);
            for (int i = 0; i < length; i++) {
                text.append('w')
                        .append((int) (1000 * Math.pow(random.nextDouble(), 3)))
                        .append(' ')
                        .append(random.nextInt(9) == 0 ? misspelled(random) : "")
                        .append(' ');
            }
            // unequal shards, so that their own statistics differ
            int part = n % 7 == 0 ? 0 : n % 3 == 0 ? 1 : 2;
            var document = document("d" + n, text.toString(), Map.of(), ShardBench.unit(n, 1));
            parts.get(part).put(document);
            parts.get(part).advance(offsets[part]++, -1);
            whole.put(document);
            whole.advance(offsets[3]++, -1);
        }
        whole.refresh();
        for (Shard part : parts) {
            part.refresh();
        }
    }

    /** More variants than one word may have, unequally common, each in some of the shards only. */
    private static String misspelled(Random random) {
        char[] letters = (random.nextInt(3) == 0 ? "thread" : "wordbook").toCharArray();
        for (int edits = random.nextInt(3); edits > 0; edits--) {
            letters[1 + random.nextInt(letters.length - 1)] = (char) ('a' + random.nextInt(26));
        }
        return random.nextBoolean() ? new String(letters) : new String(letters, 0, 5);
    }

    private static Map<String, Float> scores(
            Shard shard, String query, Fuzziness fuzziness, LexicalStatistics statistics) throws IOException {
        Map<String, Float> scores = new HashMap<>();
        for (Candidate candidate : ShardBench.search(
                shard,
                new io.vicinal.contracts.search.RetrievalApi.CandidateQuery(
                        shard.id(),
                        query,
                        fuzziness,
                        null,
                        null,
                        1000,
                        io.vicinal.contracts.search.GroupBy.PASSAGE,
                        null,
                        statistics,
                        false))) {
            scores.put(candidate.documentId(), candidate.lexical());
        }
        return scores;
    }

    private static LexicalStatistics sum(List<Shard> shards, String query, Fuzziness fuzziness) throws IOException {
        long passages = 0;
        long tokens = 0;
        Map<String, Long> frequency = new HashMap<>();
        for (Shard shard : shards) {
            try (PointInTime at = shard.pointInTime()) {
                LexicalStatistics one =
                        LexicalQuery.statistics(AnalysedQuery.of(query, fuzziness, COLLECTION), at.searcher());
                passages += one.passages();
                tokens += one.tokens();
                one.documentFrequency().forEach((term, count) -> frequency.merge(term, count, Long::sum));
            }
        }
        return new LexicalStatistics(passages, tokens, frequency, 0, Map.of());
    }
}
