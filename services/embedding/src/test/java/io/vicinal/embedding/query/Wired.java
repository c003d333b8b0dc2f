package io.vicinal.embedding.query;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.embedding.compress.MeansOfModels;
import io.vicinal.embedding.model.Models;
import io.vicinal.embedding.rerank.Reranking;
import io.vicinal.embedding.text.QueryEncoder;
import io.vicinal.embedding.text.RequestEncoder;
import io.vicinal.embedding.text.TokenizerThreads;
import org.springframework.util.unit.DataSize;

/** The endpoint for queries as the service wires it, with means of its own. */
final class Wired {

    static EmbeddingController of(
            Models models, QueryEncoder queries, TokenizerThreads threads, MeterRegistry metrics) {
        MeansOfModels means = new MeansOfModels();
        RequestEncoder requests = new RequestEncoder(threads, queries);
        Reranking reranking =
                new Reranking(models, requests, queries, means, threads, DataSize.ofMegabytes(1), metrics);
        return new EmbeddingController(models, queries, requests, threads, means, reranking, metrics);
    }

    private Wired() {}
}
