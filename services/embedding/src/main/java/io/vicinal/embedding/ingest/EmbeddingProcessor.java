package io.vicinal.embedding.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.embedding.cache.PassageCache;
import io.vicinal.embedding.model.Models;
import io.vicinal.kafka.stage.RecordProcessor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The embedding stage's work on each document record. Parsing and cutting run on a few threads of their own, which the
 * encoder slows down when it has enough to do; writing JSON runs on another, so that it never waits behind them. Token
 * vectors are compressed beside the encoder; where that falls behind, the encoder's own threads help, so that never more than
 * a few passages' vectors are held.
 */
public final class EmbeddingProcessor implements RecordProcessor, AutoCloseable {
    /** More than a stage's window ever holds, cancelled ones counted. */
    private static final int WAITING_DOCUMENTS = 16_384;
    /** Of up to 0.8 MB each, 512 tokens of 384 dimensions. */
    private static final int WAITING_PASSAGES = 32;
    /** Compressing takes a fortieth of the encoder's time. */
    private static final int CORES_PER_COMPRESSING_THREAD = 16;

    private final Function<String, Optional<Collection>> collections;
    private final DocumentEmbedding embedding;
    private final IngestMetrics metrics;
    private final ExecutorService cutting;
    private final ExecutorService compressing;
    private final ExecutorService writing;

    /**
     * Starts its threads.
     *
     * @param collections by name
     */
    public EmbeddingProcessor(
            Function<String, Optional<Collection>> collections,
            Models models,
            PassageCache cache,
            int cutThreads,
            MeterRegistry registry) {
        this.collections = collections;
        BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(WAITING_DOCUMENTS);
        BlockingQueue<Runnable> compressible = new ArrayBlockingQueue<>(WAITING_PASSAGES);
        this.metrics = new IngestMetrics(registry, waiting, compressible);
        this.cutting = pool("vicinal-cut-", cutThreads, waiting);
        this.compressing = compressing(compressible);
        this.writing = pool("vicinal-embedded-", 1, new ArrayBlockingQueue<>(WAITING_DOCUMENTS));
        this.embedding = new DocumentEmbedding(
                models, new PassageEncoding(cache, compressing, metrics), writing, metrics, registry);
    }

    private static ExecutorService compressing(BlockingQueue<Runnable> waiting) {
        int threads = Math.ceilDiv(Runtime.getRuntime().availableProcessors(), CORES_PER_COMPRESSING_THREAD);
        ThreadPoolExecutor pool = pool("vicinal-compress-", threads, waiting);
        pool.setRejectedExecutionHandler((task, _) -> task.run());
        return pool;
    }

    private static ThreadPoolExecutor pool(String name, int threads, BlockingQueue<Runnable> waiting) {
        return new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                waiting,
                Thread.ofPlatform().name(name, 0).daemon().factory());
    }

    @Override
    public CompletableFuture<List<ProducerRecord<byte[], byte[]>>> process(ConsumerRecord<byte[], byte[]> record) {
        Optional<Collection> collection = collection(record);
        if (collection.isEmpty()) { // removed meanwhile, and its passages with it
            return CompletableFuture.completedFuture(List.of());
        }
        CompletableFuture<List<ProducerRecord<byte[], byte[]>>> outputs = new CompletableFuture<>();
        Timer.Sample sample = metrics.start();
        cutting.execute(() -> {
            if (!outputs.isDone()) {
                embedding.embed(record, collection.get(), outputs, sample);
            }
        });
        return outputs;
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> refused(ConsumerRecord<byte[], byte[]> record) {
        return collection(record)
                .map(collection -> List.of(PassagesRecords.progress(record, collection)))
                .orElse(List.of());
    }

    private Optional<Collection> collection(ConsumerRecord<byte[], byte[]> record) {
        return collections.apply(Topics.collectionOf(record.topic()));
    }

    @Override
    public void close() {
        cutting.shutdownNow();
        compressing.shutdown();
        writing.shutdown();
    }
}
