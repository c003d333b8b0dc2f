package io.vicinal.ingestion.submit;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.document.MatchingDeletion;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.topic.RecordHeaders;
import io.vicinal.contracts.topic.RecordKeys;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.KafkaProblems;
import io.vicinal.kafka.LogWriter;
import io.vicinal.kafka.codec.EventHeaders;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Deletions by filter: one record in every partition, so that it stands in order with the documents of each. */
final class Deletions {
    private final LogWriter log;

    Deletions(LogWriter log) {
        this.log = log;
    }

    /** @return partition to offset; an error means that some partitions may have it, and asking again does no harm */
    Mono<Map<Integer, Long>> write(Collection collection, MatchingDeletion deletion) {
        if (deletion.namesNothing()) {
            return Mono.error(ProblemType.MISSING_VALUE.exception(
                    "filter", "A deletion needs a filter, or \"all\": true to delete every document."));
        }
        byte[] key = RecordKeys.unique();
        byte[] value = Json.mapper().writeValueAsBytes(deletion);
        return Flux.range(0, collection.documentsPartitions())
                .flatMap(partition -> Mono.fromFuture(() -> log.write(record(collection, partition, key, value)), true))
                .collectMap(RecordMetadata::partition, RecordMetadata::offset)
                .onErrorMap(KafkaProblems::of);
    }

    private static ProducerRecord<byte[], byte[]> record(
            Collection collection, int partition, byte[] key, byte[] value) {
        Headers headers = EventHeaders.event(EventHeaders.MATCHING_DELETED, Submissions.SOURCE);
        EventHeaders.add(headers, RecordHeaders.RECORD, RecordHeaders.DELETE_MATCHING);
        return new ProducerRecord<>(Topics.documents(collection.name()), partition, key, value, headers);
    }
}
