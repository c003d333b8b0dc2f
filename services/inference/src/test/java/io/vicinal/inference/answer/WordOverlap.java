package io.vicinal.inference.answer;

import io.vicinal.contracts.embedding.TextScores;
import io.vicinal.inference.UnaskedEmbedding;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** The embedding service on the other side of the network: scores the share of a query's words that are in a text. */
final class WordOverlap extends UnaskedEmbedding {
    /** Shorter ones say little. */
    private static final int LEAST_LETTERS = 3;

    final List<ScoresQuery> asked = new CopyOnWriteArrayList<>();

    @Override
    public Mono<TextScores> scoreTexts(ScoresQuery query) {
        asked.add(query);
        Set<String> words = words(query.query());
        return Mono.just(new TextScores(
                "words",
                query.texts().stream()
                        .map(text -> (double) words.stream()
                                        .filter(words(text)::contains)
                                        .count()
                                / Math.max(1, words.size()))
                        .toList()));
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("\\W+"))
                .filter(word -> word.length() >= LEAST_LETTERS)
                .collect(Collectors.toSet());
    }
}
