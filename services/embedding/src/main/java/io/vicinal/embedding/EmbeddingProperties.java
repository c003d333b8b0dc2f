package io.vicinal.embedding;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What the embedding service encodes with, and how much it takes in hand at once.
 *
 * @param model the name of a model on the class path, or a folder with model.onnx and tokenizer.json
 * @param windowRecords how many document records may be in work at once
 * @param windowBytes how many bytes of document records may be in work at once; one record may be larger
 * @param cutThreads threads that parse documents and cut them into passages; 0 is an eighth of the cores, at least 2
 * @param data folder of what the service keeps; where it is not set, the vectors of earlier passages are not kept
 * @param passageCache how much the vectors of earlier passages may take on disk, so that what did not change is not encoded
 *     again; 0 keeps none
 * @param queryCache how much the embeddings of earlier queries may take; 0 keeps none
 */
@ConfigurationProperties("vicinal.embedding")
record EmbeddingProperties(
        @DefaultValue("bge-small-en-v1.5") String model,
        @DefaultValue("512") int windowRecords,
        @DefaultValue("32MB") DataSize windowBytes,
        @DefaultValue("0") int cutThreads,
        @Nullable Path data,
        @DefaultValue("1GB") DataSize passageCache,
        @DefaultValue("32MB") DataSize queryCache) {

    int cutThreadsHere() {
        return cutThreads > 0 ? cutThreads : Math.max(2, Runtime.getRuntime().availableProcessors() / 8);
    }
}
