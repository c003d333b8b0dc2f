package io.vicinal.embedding;

import io.vicinal.embedding.remote.RemoteSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What the embedding service encodes with, and how much it takes in hand at once.
 *
 * @param model the default model: one of the class path, a remote, a folder with model.onnx and tokenizer.json, or org/name[@revision] on the Hugging Face hub
 * @param models further models that are loaded at the start, named like the first
 * @param maxModels the most models that may be loaded at once; each has sessions, memory and a queue of its own
 * @param modelsFolder a folder of model folders, which callers of POST /v1/models may load by their names
 * @param remotes models of other servers by the name that they have here, each with url, api (openai or tei), model, api-key,
 *     max-tokens, tokenizer, query-prefix, passage-prefix, batch-texts, requests, queue-texts, timeout, attempts and patience
 * @param windowRecords how many document records may be in work at once
 * @param windowBytes how many bytes of document records may be in work at once; one record may be larger
 * @param cutThreads threads that parse documents and cut them into passages; 0 is an eighth of the cores, at least 2
 * @param data folder of what the service keeps: which models callers have loaded, and the vectors of earlier passages; where it
 *     is not set, neither is kept
 * @param passageCache how much the vectors of earlier passages may take on disk, so that what did not change is not encoded
 *     again; 0 keeps none
 * @param queryCache how much the embeddings of earlier queries may take; 0 keeps none
 * @param pairCache how much the scores of earlier pairs of query and text may take, which cross-encoders gave; 0 keeps none
 */
@ConfigurationProperties("vicinal.embedding")
record EmbeddingProperties(
        @DefaultValue("bge-small-en-v1.5") String model,
        @DefaultValue List<String> models,
        @DefaultValue("8") int maxModels,
        @DefaultValue Map<String, RemoteSettings> remotes,
        @Nullable Path modelsFolder,
        @DefaultValue("512") int windowRecords,
        @DefaultValue("32MB") DataSize windowBytes,
        @DefaultValue("0") int cutThreads,
        @Nullable Path data,
        @DefaultValue("1GB") DataSize passageCache,
        @DefaultValue("32MB") DataSize queryCache,
        @DefaultValue("16MB") DataSize pairCache) {

    int cutThreadsHere() {
        return cutThreads > 0 ? cutThreads : Math.max(2, Runtime.getRuntime().availableProcessors() / 8);
    }
}
