package io.vicinal.inference.answer;

import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.embedding.EmbeddingApi.ScoresQuery;
import io.vicinal.contracts.embedding.TextScores;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** How well sentences answer a question, or say what another one says: late interaction, by the embedding service. */
final class Scoring {
    private final EmbeddingApi embedding;

    Scoring(EmbeddingApi embedding) {
        this.embedding = embedding;
    }

    /**
     * From 0 to 1, one for each sentence.
     *
     * @param model null for the default one
     */
    Mono<List<Double>> score(@Nullable String model, String query, List<DocumentSentence> sentences) {
        if (sentences.isEmpty()) {
            return Mono.just(List.of());
        }
        List<String> texts = sentences.stream().map(DocumentSentence::text).toList();
        return embedding.scoreTexts(new ScoresQuery(model, query, texts)).map(TextScores::scores);
    }
}
