package io.vicinal.relevance.learn;

import io.vicinal.contracts.collection.MinRelevance;
import io.vicinal.contracts.relevance.Feedback;
import io.vicinal.contracts.relevance.Feedback.Judgement;
import io.vicinal.contracts.relevance.RelevanceApi.RankedHit;
import io.vicinal.contracts.relevance.RelevanceApi.RankedList;
import io.vicinal.relevance.features.Feature;
import io.vicinal.relevance.features.ListFeatures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Lists of ten hits, {@code d0} first by score, and which of them are relevant. */
final class Lists {
    static final int HITS = 10;
    static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    /** Late interaction is in an order of its own: its best is at {@code best}. */
    static RankedList ranked(String queryId, String collection, int best, Random random) {
        List<Float> late = new ArrayList<>();
        for (int i = 0; i < HITS; i++) {
            late.add(0.3f + 0.2f * random.nextFloat());
        }
        late.set(best, 0.9f);
        List<RankedHit> hits = new ArrayList<>();
        for (int i = 0; i < HITS; i++) {
            double score = 1 - 0.08 * i + 0.01 * random.nextDouble();
            hits.add(new RankedHit("d" + i, score, null, (float) (5 - 0.3 * i), late.get(i), null));
        }
        return new RankedList(queryId, collection, 1, hits, 3, null, null, MinRelevance.NONE, false);
    }

    static LoggedQuery logged(long offset, RankedList list) {
        boolean[] shown = new boolean[list.hits().size()];
        Arrays.fill(shown, true);
        return new LoggedQuery(
                offset,
                list.queryId(),
                list.collection(),
                list.version(),
                CREATED,
                list.hits().stream()
                        .mapToLong(hit -> LoggedQuery.hash(hit.documentId()))
                        .toArray(),
                shown,
                Feature.NAMES,
                new ListFeatures(list).values(100));
    }

    static Feedback relevant(String queryId, String collection, int... hits) {
        List<Judgement> judgements = new ArrayList<>();
        for (int hit : hits) {
            judgements.add(new Judgement("d" + hit, true, null));
        }
        return new Feedback(queryId, collection, judgements, null, null);
    }

    static Example example(long offset, RankedList list, Feedback... events) {
        LoggedQuery query = logged(offset, list);
        Labels labels = new Labels(query.hits());
        for (Feedback event : events) {
            labels.add(event, query);
        }
        return new Example(query, labels, offset);
    }

    /** Where the hit with the best late interaction is the relevant one, whatever its place. */
    static List<Example> byLateInteraction(int queries, long seed) {
        Random random = new Random(seed);
        List<Example> examples = new ArrayList<>();
        for (int q = 0; q < queries; q++) {
            int best = random.nextInt(HITS);
            examples.add(example(q, ranked("q" + q, "c", best, random), relevant("q" + q, "c", best)));
        }
        return examples;
    }

    private Lists() {}
}
