package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.embedding.EmbeddingApi.SentenceQuery;
import io.vicinal.contracts.search.SearchResult.Hit;
import io.vicinal.contracts.search.SearchResult.Sentence;
import io.vicinal.contracts.text.TextSpan;
import io.vicinal.service.deadline.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The sentences by meaning of hits that share no word with the query, which the embedding service finds by encoding those of
 * their passages. That costs as much as encoding the passages, so it is for a few hits and a bounded time; the other hits
 * keep the sentence that has words of the query, or none.
 */
final class BestSentences {
    static final int MAX_HITS = 10;
    private static final int AT_ONCE = 2;
    private static final Logger log = LoggerFactory.getLogger(BestSentences.class);

    private final EmbeddingApi embedding;
    private final Duration most;

    /** @param warning null where nothing was left out */
    record Shown(List<Hit> hits, @Nullable String warning) {}

    private record Found(String hit, TextSpan sentence) {}

    BestSentences(EmbeddingApi embedding, Duration most) {
        this.embedding = embedding;
        this.most = most;
    }

    /** @param vector the query's, or null in lexical mode, which knows words only, as does a collection without a model */
    Mono<Shown> find(SearchPlan plan, Collection collection, float @Nullable [] vector, List<Hit> hits, Budget budget) {
        List<Hit> byMeaning = vector == null || !plan.highlight() || !collection.hasModel()
                ? List.of()
                : hits.stream().filter(BestSentences::isByMeaning).toList();
        if (vector == null || byMeaning.isEmpty()) {
            return Mono.just(new Shown(hits, null));
        }
        Duration time = budget.left().compareTo(most) < 0 ? budget.left() : most;
        return Flux.fromIterable(byMeaning)
                .take(MAX_HITS)
                .flatMap(hit -> find(hit, collection, vector), AT_ONCE)
                .contextWrite(Deadline.in(time)::into)
                .take(time)
                .collectMap(Found::hit, Found::sentence)
                .map(found -> new Shown(
                        hits.stream()
                                .map(hit -> shown(hit, found.get(hit.id())))
                                .toList(),
                        warning(byMeaning.size(), found)));
    }

    private static boolean isByMeaning(Hit hit) {
        Float words = hit.scores().lexical();
        return (words == null || words <= 0) && !hit.text().isBlank();
    }

    private Mono<Found> find(Hit hit, Collection collection, float[] vector) {
        return Mono.defer(() -> embedding.bestSentence(new SentenceQuery(collection.model(), vector, hit.text())))
                .map(sentence -> new Found(hit.id(), sentence))
                .onErrorResume(failure -> {
                    log.atDebug().setCause(failure).addKeyValue("hit", hit.id()).log("no sentence found");
                    return Mono.empty();
                });
    }

    private static Hit shown(Hit hit, @Nullable TextSpan sentence) {
        return sentence == null
                ? hit
                : hit.with(new Sentence(
                        hit.start() + sentence.start(),
                        hit.start() + sentence.end(),
                        hit.text().substring(sentence.start(), sentence.end())));
    }

    private static @Nullable String warning(int wanted, Map<String, TextSpan> found) {
        int looked = Math.min(wanted, MAX_HITS);
        if (found.size() < looked) {
            return "Of " + (looked - found.size())
                    + " hits there was no time to find the best sentence by meaning, or the embedding service was away.";
        }
        return wanted > MAX_HITS
                ? "The best sentence by meaning is found for the first " + MAX_HITS
                        + " hits without a word of the query; " + (wanted - MAX_HITS) + " more have none."
                : null;
    }
}
