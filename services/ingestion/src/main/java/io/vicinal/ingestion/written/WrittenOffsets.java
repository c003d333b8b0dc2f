package io.vicinal.ingestion.written;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.document.ShardOffset;
import io.vicinal.kafka.codec.DocumentPartitions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.RecordMetadata;

/** The highest offsets of what one body wrote, by partition, and by shard of versions that are cut otherwise. */
public final class WrittenOffsets {
    private final Set<Integer> otherShards;
    private final Map<Integer, Long> partitions = new TreeMap<>();
    private final Map<Place, Long> places = new HashMap<>();

    private record Place(int shards, int shard, int partition) {}

    /** @param versions those that are live */
    public WrittenOffsets(List<Collection> versions) {
        this.otherShards = versions.stream()
                .filter(version -> version.shards() != version.documentsPartitions())
                .map(Collection::shards)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @param key the document's id in UTF-8 */
    public synchronized void add(byte[] key, RecordMetadata written) {
        partitions.merge(written.partition(), written.offset(), Math::max);
        for (int shards : otherShards) {
            int shard = DocumentPartitions.partition(key, shards);
            places.merge(new Place(shards, shard, written.partition()), written.offset(), Math::max);
        }
    }

    public synchronized Map<Integer, Long> partitions() {
        return Map.copyOf(partitions);
    }

    public synchronized List<ShardOffset> shards() {
        return places.entrySet().stream()
                .map(place -> new ShardOffset(
                        place.getKey().shards(),
                        place.getKey().shard(),
                        place.getKey().partition(),
                        place.getValue()))
                .toList();
    }
}
