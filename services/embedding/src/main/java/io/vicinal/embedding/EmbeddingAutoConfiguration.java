package io.vicinal.embedding;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.embedding.cache.PassageCache;
import io.vicinal.embedding.compress.MeansOfModels;
import io.vicinal.embedding.ingest.DocumentEmbedding;
import io.vicinal.embedding.ingest.EmbeddingStages;
import io.vicinal.embedding.model.ModelSettings;
import io.vicinal.embedding.model.ModelSources;
import io.vicinal.embedding.model.Models;
import io.vicinal.embedding.openai.ModelsController;
import io.vicinal.embedding.openai.OpenAiController;
import io.vicinal.embedding.openai.OpenAiErrorHandler;
import io.vicinal.embedding.query.EmbeddingController;
import io.vicinal.embedding.remote.RemoteModel;
import io.vicinal.embedding.rerank.RerankController;
import io.vicinal.embedding.rerank.RerankErrorHandler;
import io.vicinal.embedding.rerank.Reranking;
import io.vicinal.embedding.tei.TeiController;
import io.vicinal.embedding.tei.TeiErrorHandler;
import io.vicinal.embedding.tei.TeiRerankController;
import io.vicinal.embedding.text.QueryEncoder;
import io.vicinal.embedding.text.RequestEncoder;
import io.vicinal.embedding.text.StreamedJson;
import io.vicinal.embedding.text.TokenizerThreads;
import io.vicinal.kafka.KafkaAutoConfiguration;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.kafka.stage.StageSettings;
import io.vicinal.onnx.hub.HubSettings;
import io.vicinal.onnx.hub.ModelHub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** The embedding service: a model, the stage that embeds documents, and the endpoint that encodes queries. */
@AutoConfiguration(after = KafkaAutoConfiguration.class)
@EnableConfigurationProperties({EmbeddingProperties.class, OnnxProperties.class})
@Import({
    EmbeddingController.class,
    MeansOfModels.class,
    TokenizerThreads.class,
    StreamedJson.class,
    RequestEncoder.class,
    OpenAiController.class,
    ModelsController.class,
    OpenAiErrorHandler.class,
    TeiErrorHandler.class,
    TeiController.class,
    RerankController.class,
    RerankErrorHandler.class,
    TeiRerankController.class
})
public class EmbeddingAutoConfiguration {
    private static final int ATTEMPTS = 5;
    private static final Duration REGISTRY = Duration.ofSeconds(2);

    @Bean
    ModelHub modelHub(Environment environment) {
        return new ModelHub(HubSettings.of(environment::getProperty));
    }

    @Bean
    Models models(
            EmbeddingProperties properties,
            OnnxProperties onnx,
            ModelHub hub,
            CollectionRegistry registry,
            MeterRegistry metrics) {
        List<RemoteModel> remotes = new ArrayList<>();
        properties.remotes().forEach((name, remote) -> remotes.add(new RemoteModel(name, remote, metrics)));
        ModelSettings settings = new ModelSettings(
                properties.model(), properties.models(), properties.maxModels(), properties.data(), onnx.settings());
        return new Models(
                settings,
                new ModelSources(properties.modelsFolder(), hub),
                remotes,
                model -> user(registry, model),
                metrics);
    }

    /** A collection whose documents and queries the model embeds; without the registry nobody can say. */
    private static Optional<String> user(CollectionRegistry registry, String model) {
        registry.awaitLoaded(REGISTRY);
        return registry.live().stream()
                .filter(collection -> collection.model().equals(model) || model.equals(collection.sparseModel()))
                .map(Collection::name)
                .findFirst();
    }

    @Bean
    QueryEncoder queryEncoder(TokenizerThreads threads, EmbeddingProperties properties, MeterRegistry metrics) {
        return new QueryEncoder(threads, properties.queryCache(), metrics);
    }

    @Bean
    Reranking reranking(
            Models models,
            RequestEncoder requests,
            QueryEncoder queries,
            MeansOfModels means,
            TokenizerThreads threads,
            EmbeddingProperties properties,
            MeterRegistry metrics) {
        return new Reranking(models, requests, queries, means, threads, properties.pairCache(), metrics);
    }

    @Bean
    PassageCache passageCache(EmbeddingProperties properties, MeterRegistry metrics) {
        Path data = properties.data();
        return PassageCache.open(data == null ? null : data.resolve("passages"), properties.passageCache(), metrics);
    }

    @Bean
    DocumentEmbedding documentEmbedding(Models models, PassageCache cache, MeterRegistry metrics) {
        return new DocumentEmbedding(models, cache, metrics);
    }

    @Bean
    EmbeddingStages embeddingStages(
            KafkaSettings kafka,
            CollectionRegistry registry,
            DocumentEmbedding embedding,
            EmbeddingProperties properties,
            MeterRegistry metrics) {
        StageSettings settings = new StageSettings(
                "embedding",
                properties.windowRecords(),
                properties.windowBytes().toBytes(),
                ATTEMPTS);
        return new EmbeddingStages(settings, kafka, registry, embedding, properties.cutThreadsHere(), metrics);
    }
}
