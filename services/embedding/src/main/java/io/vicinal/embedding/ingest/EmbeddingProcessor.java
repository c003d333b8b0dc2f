package io.vicinal.embedding.ingest;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.kafka.stage.RecordProcessor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What the stage of a version number does with each record of the documents topics. Parsing and cutting run on a few threads
 * of the version's own, which the encoder slows down when it has enough to do: documents of a version that is built never
 * stand before those of another.
 */
final class EmbeddingProcessor implements RecordProcessor, AutoCloseable {
    /** More than a stage's window ever holds, cancelled ones counted. */
    private static final int WAITING_DOCUMENTS = 16_384;

    private final int version;
    private final CollectionRegistry registry;
    private final DocumentEmbedding embedding;
    private final DocumentFlows flows = new DocumentFlows();
    private final ExecutorService cutting;
    private final Gauge queue;

    /** Starts its threads. */
    EmbeddingProcessor(int version, CollectionRegistry registry, DocumentEmbedding embedding, int cutThreads) {
        this.version = version;
        this.registry = registry;
        this.embedding = embedding;
        BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(WAITING_DOCUMENTS);
        this.cutting = IngestThreads.pool("vicinal-cut-v" + version + '-', cutThreads, waiting);
        this.queue = embedding.metrics().cutQueue(version, waiting);
    }

    @Override
    public CompletableFuture<List<ProducerRecord<byte[], byte[]>>> process(ConsumerRecord<byte[], byte[]> record) {
        Optional<Collection> collection = collection(record);
        if (collection.isEmpty()) { // removed meanwhile, and its passages with it
            return CompletableFuture.completedFuture(List.of());
        }
        if (DeletionRecord.isOne(record)) {
            return deletion(record, collection.get());
        }
        CompletableFuture<List<ProducerRecord<byte[], byte[]>>> outputs = new CompletableFuture<>();
        Timer.Sample sample = embedding.metrics().start();
        cutting.execute(() -> {
            if (!outputs.isDone()) {
                embedding.embed(record, collection.get(), flows, outputs, sample);
            }
        });
        return outputs;
    }

    private static CompletableFuture<List<ProducerRecord<byte[], byte[]>>> deletion(
            ConsumerRecord<byte[], byte[]> record, Collection collection) {
        try {
            return CompletableFuture.completedFuture(
                    DeletionRecord.check(record)
                            ? PassagesRecords.deletion(record, collection)
                            : PassagesRecords.progressEverywhere(record, collection));
        } catch (ProblemException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> refused(ConsumerRecord<byte[], byte[]> record) {
        return collection(record)
                .map(collection -> DeletionRecord.isOne(record)
                        ? PassagesRecords.progressEverywhere(record, collection)
                        : List.of(PassagesRecords.progress(record, collection)))
                .orElse(List.of());
    }

    private Optional<Collection> collection(ConsumerRecord<byte[], byte[]> record) {
        return registry.version(Topics.collectionOf(record.topic()), version);
    }

    @Override
    public void close() {
        cutting.shutdownNow();
        embedding.metrics().remove(queue);
    }
}
