package io.vicinal.contracts.collection;

import java.time.Instant;
import java.util.Map;

/**
 * A collection as it stands in the registry: its schema with every default filled in, frozen for its version.
 *
 * @param name {@code [a-z0-9][a-z0-9_-]{0,62}}
 * @param version the version that serves; its passages are on {@code vicinal.passages.<name>.v<version>}
 * @param model the name of the model that embeds its documents and queries
 * @param dimensions of the model's dense vector
 * @param shards the partitions of its topics; a shard is a partition is a Lucene index
 * @param fields declared fields: name to type
 */
public record Collection(
        String name,
        int version,
        String model,
        int dimensions,
        int shards,
        Map<String, FieldType> fields,
        Chunking chunking,
        VectorFormat vectorFormat,
        Instant createdAt) {

    public Collection {
        fields = Map.copyOf(fields);
    }
}
