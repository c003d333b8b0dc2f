package io.vicinal.inference;

import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.embedding.ModelDescription;
import io.vicinal.contracts.embedding.ModelMeans;
import io.vicinal.contracts.embedding.PairScores;
import io.vicinal.contracts.embedding.QueryEmbedding;
import io.vicinal.contracts.embedding.SparseEmbedding;
import io.vicinal.contracts.embedding.TextScores;
import io.vicinal.contracts.embedding.TextVectors;
import io.vicinal.contracts.text.TextSpan;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** An embedding service that must not be asked; what a test asks of it, it overrides. */
public abstract class UnaskedEmbedding implements EmbeddingApi {

    @Override
    public Mono<TextVectors> embedTexts(TextsQuery query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<QueryEmbedding> embedQuery(QueryText query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<SparseEmbedding> embedSparse(SparseText query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<TextSpan> bestSentence(SentenceQuery query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<List<ModelDescription>> models() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Map<String, String>> kinds() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<ModelMeans> means(String model) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<PairScores> scorePairs(PairsQuery query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<TextScores> scoreTexts(ScoresQuery query) {
        throw new UnsupportedOperationException();
    }
}
