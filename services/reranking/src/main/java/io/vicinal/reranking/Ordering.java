package io.vicinal.reranking;

import io.vicinal.contracts.reranking.RerankingApi.Candidates;
import io.vicinal.contracts.reranking.RerankingApi.Order;
import io.vicinal.contracts.reranking.RerankingApi.Ranked;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The global order of the candidates of all shards, step by step; a step that is not asked for costs nothing. */
final class Ordering {

    static Order order(Candidates request) {
        if (request.candidates().isEmpty()) {
            return new Order(List.of());
        }
        // 1. Score: fuse the signals, smooth, boost.
        Scores scores = new Scores(request);

        // 2. Sort, and gather each group under its best passage.
        List<Hit> hits = Gathering.of(request, scores.all());

        // 3. Put the pinned first.
        hits = Arrangement.pin(request, hits);

        // 4. Fold near-duplicates into the best of them.
        hits = Arrangement.collapse(request, hits);

        // 5. Choose each to differ from those before it.
        hits = Arrangement.diversify(request, scores.all(), hits);

        // 6. Cut at top k.
        return new Order(hits.stream()
                .limit(request.topK())
                .map(hit -> ranked(request, scores, hit))
                .toList());
    }

    private static Ranked ranked(Candidates request, Scores scores, Hit hit) {
        boolean explain = Boolean.TRUE.equals(request.explain());
        return new Ranked(
                hit.best(),
                scores.all()[hit.best()],
                further(request, scores, hit),
                explain ? scores.explain(hit.best()) : null,
                hit.duplicates(),
                hit.pinned(),
                explain ? hit.diversity() : null,
                scores.unboosted(hit.best()),
                null);
    }

    private static @Nullable List<Ranked> further(Candidates request, Scores scores, Hit hit) {
        int size = Objects.requireNonNullElse(request.groupSize(), 1);
        return size == 1
                ? null
                : hit.members().stream()
                        .skip(1)
                        .limit(size - 1L)
                        .map(i -> new Ranked(i, scores.all()[i]))
                        .toList();
    }

    private Ordering() {}
}
