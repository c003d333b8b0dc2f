package io.vicinal.gateway.document;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.document.ShardOffset;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.kafka.codec.DocumentPartitions;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Where a write shows: a shard, once it has passed an offset of a documents partition.
 *
 * @param partition of the documents topic
 */
record Place(int shard, int partition, long offset) {

    /**
     * Of a body of documents.
     *
     * @param shardOffsets for versions whose shards are not the partitions of the documents topic
     */
    static List<Place> ofBody(Collection version, Map<Integer, Long> offsets, List<ShardOffset> shardOffsets) {
        if (version.shards() == version.documentsPartitions()) {
            return offsets.entrySet().stream()
                    .map(written -> new Place(written.getKey(), written.getKey(), written.getValue()))
                    .toList();
        }
        List<Place> places = shardOffsets.stream()
                .filter(written -> written.shards() == version.shards())
                .map(written -> new Place(written.shard(), written.partition(), written.offset()))
                .toList();
        if (places.isEmpty() && !offsets.isEmpty()) {
            throw ProblemType.SERVICE_UNAVAILABLE.exception(
                    "wait",
                    "What was sent is accepted, but the collection has just got another version, which cannot be"
                            + " waited for yet. Do not send it again.");
        }
        return places;
    }

    /** Of one document. */
    static List<Place> ofDocument(Collection version, String id, Map<Integer, Long> offsets) {
        int shard = DocumentPartitions.partition(id, version.shards());
        return offsets.entrySet().stream()
                .map(written -> new Place(shard, written.getKey(), written.getValue()))
                .toList();
    }

    /** Of what every shard hears of. */
    static List<Place> everywhere(Collection version, Map<Integer, Long> offsets) {
        return IntStream.range(0, version.shards())
                .boxed()
                .flatMap(shard -> offsets.entrySet().stream()
                        .map(written -> new Place(shard, written.getKey(), written.getValue())))
                .toList();
    }
}
