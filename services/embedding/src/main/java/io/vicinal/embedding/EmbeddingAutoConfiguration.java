package io.vicinal.embedding;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.embedding.cache.PassageCache;
import io.vicinal.embedding.chunk.Chunker;
import io.vicinal.embedding.compress.MeansOfModels;
import io.vicinal.embedding.ingest.EmbeddingProcessor;
import io.vicinal.embedding.openai.OpenAiController;
import io.vicinal.embedding.query.EmbeddingController;
import io.vicinal.embedding.query.QueryCache;
import io.vicinal.embedding.tei.TeiController;
import io.vicinal.embedding.text.RequestEncoder;
import io.vicinal.embedding.text.TokenizerThreads;
import io.vicinal.kafka.KafkaAutoConfiguration;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.kafka.stage.Stage;
import io.vicinal.kafka.stage.StageSettings;
import io.vicinal.onnx.encode.TextEncoder;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The embedding service: a model, the stage that embeds documents, and the endpoint that encodes queries. */
@AutoConfiguration(after = KafkaAutoConfiguration.class)
@EnableConfigurationProperties({EmbeddingProperties.class, OnnxProperties.class})
@Import({
    EmbeddingController.class,
    MeansOfModels.class,
    TokenizerThreads.class,
    RequestEncoder.class,
    OpenAiController.class,
    TeiController.class
})
public class EmbeddingAutoConfiguration {
    private static final int ATTEMPTS = 5;

    @Bean
    TextEncoder textEncoder(EmbeddingProperties embedding, OnnxProperties onnx, MeterRegistry metrics) {
        return TextEncoder.open(embedding.model(), onnx.settings(), metrics);
    }

    @Bean
    QueryCache queryCache(EmbeddingProperties properties, MeterRegistry metrics) {
        return new QueryCache(properties.queryCache(), metrics);
    }

    @Bean
    PassageCache passageCache(EmbeddingProperties properties, MeterRegistry metrics) {
        Path data = properties.data();
        return PassageCache.open(data == null ? null : data.resolve("passages"), properties.passageCache(), metrics);
    }

    @Bean
    EmbeddingProcessor embeddingProcessor(
            TextEncoder encoder,
            CollectionRegistry registry,
            PassageCache cache,
            EmbeddingProperties properties,
            MeterRegistry metrics) {
        return new EmbeddingProcessor(
                registry::find, encoder, new Chunker(encoder, metrics), cache, properties.cutThreadsHere(), metrics);
    }

    @Bean
    Stage embeddingStage(
            KafkaSettings kafka,
            CollectionRegistry registry,
            EmbeddingProcessor processor,
            EmbeddingProperties properties,
            MeterRegistry metrics) {
        StageSettings settings = new StageSettings(
                "embedding",
                properties.windowRecords(),
                properties.windowBytes().toBytes(),
                ATTEMPTS);
        return Stage.overDocuments(settings, kafka, registry, processor, metrics);
    }
}
