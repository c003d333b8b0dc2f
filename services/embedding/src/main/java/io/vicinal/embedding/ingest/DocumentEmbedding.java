package io.vicinal.embedding.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.embedding.EmbeddedDocument.EmbeddedPassage;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.json.Json;
import io.vicinal.embedding.cache.PassageCache;
import io.vicinal.embedding.chunk.Chunker;
import io.vicinal.embedding.compress.TokenCompression;
import io.vicinal.embedding.model.Model;
import io.vicinal.embedding.model.ModelLease;
import io.vicinal.embedding.model.Models;
import io.vicinal.embedding.text.TextRules;
import io.vicinal.kafka.document.Expiry;
import io.vicinal.onnx.model.ModelKind;
import io.vicinal.onnx.schedule.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One document: read, cut, encoded, written. Writing JSON runs on a thread of its own, so that it never waits behind the
 * cutting. Token vectors are compressed beside the encoder; where that falls behind, the encoder's own threads help, so that
 * never more than a few passages' vectors are held.
 */
public final class DocumentEmbedding implements AutoCloseable {
    /** More than the windows of the stages ever hold, cancelled ones counted. */
    private static final int WAITING_DOCUMENTS = 65_536;
    /** Of up to 0.8 MB each, 512 tokens of 384 dimensions. */
    private static final int WAITING_PASSAGES = 32;
    /** Compressing takes a fortieth of the encoder's time. */
    private static final int CORES_PER_COMPRESSING_THREAD = 16;

    private final Models models;
    private final PassageEncoding encoding;
    private final SparseEncoding weighing;
    private final ExecutorService compressing;
    private final ExecutorService writing;
    private final IngestMetrics metrics;
    private final MeterRegistry registry;

    /** Starts its threads. */
    public DocumentEmbedding(Models models, PassageCache cache, MeterRegistry registry) {
        this.models = models;
        this.registry = registry;
        BlockingQueue<Runnable> compressible = new ArrayBlockingQueue<>(WAITING_PASSAGES);
        this.metrics = new IngestMetrics(registry, compressible);
        this.compressing = compressing(compressible);
        this.writing = IngestThreads.pool("vicinal-embedded-", 1, new ArrayBlockingQueue<>(WAITING_DOCUMENTS));
        this.encoding = new PassageEncoding(cache, compressing, metrics);
        this.weighing = new SparseEncoding(cache, metrics);
    }

    private static ExecutorService compressing(BlockingQueue<Runnable> waiting) {
        int threads = Math.ceilDiv(Runtime.getRuntime().availableProcessors(), CORES_PER_COMPRESSING_THREAD);
        ThreadPoolExecutor pool = IngestThreads.pool("vicinal-compress-", threads, waiting);
        pool.setRejectedExecutionHandler((task, _) -> task.run());
        return pool;
    }

    IngestMetrics metrics() {
        return metrics;
    }

    /** Blocks while the encoder has no room; completes the outputs in any case. */
    void embed(
            ConsumerRecord<byte[], byte[]> record,
            Collection collection,
            DocumentFlows flows,
            CompletableFuture<List<ProducerRecord<byte[], byte[]>>> outputs,
            Timer.Sample sample) {
        DocumentWork work = new DocumentWork(record, collection, flows, outputs, metrics, sample);
        Timer.Sample cutting = metrics.start();
        try {
            embed(work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            work.fail(new CancellationException("interrupted"));
        } catch (RuntimeException e) {
            work.fail(e);
        } finally {
            metrics.cut(cutting);
        }
    }

    private void embed(DocumentWork work) throws InterruptedException {
        Document document = DocumentRecord.read(work.record, work.collection).document();
        if (document == null) {
            work.complete(PassagesRecords.of(work.record, work.collection, null), "tombstone", 0);
        } else if (document.vector() != null) {
            withOwn(document.vector(), work, document);
        } else {
            encode(work, document);
        }
    }

    /** One passage, however long: of that, a sparse model weighs as much as it reads. */
    private void withOwn(float[] vector, DocumentWork work, Document document) throws InterruptedException {
        String text = orEmpty(document.text());
        EmbeddedPassage whole = new EmbeddedPassage(0, text.length(), Directions.unit(vector));
        if (work.collection.sparseModel() == null) {
            work.complete(records(work, document, List.of(whole)), "own_vector", 1);
            return;
        }
        DocumentWeights weights = weights(work);
        weights.add((orEmpty(document.title()) + " " + text).strip());
        work.cancelWith(weights::cancel);
        work.follow(CompletableFuture.allOf(weights.weights().toArray(CompletableFuture[]::new))
                .thenAcceptAsync(
                        _ -> {
                            weights.keep();
                            work.complete(records(work, document, List.of(weights.with(whole, 0))), "own_vector", 1);
                        },
                        writing));
    }

    private DocumentWeights weights(DocumentWork work) {
        if (work.collection.sparseModel() == null) {
            return new DocumentWeights(weighing, null, null);
        }
        ModelLease lease = models.lease(work.collection.sparseModel());
        work.holds(lease);
        return new DocumentWeights(weighing, lease.model(), work.flows.of(lease.model()));
    }

    private void encode(DocumentWork work, Document document) throws InterruptedException {
        ModelLease lease = models.lease(work.collection.model());
        work.holds(lease);
        Model model = lease.model();
        checkModel(work.collection, model);
        Chunker chunker = new Chunker(model.tokenizer(), model.passagePrefix(), model.maxTokens(), registry);
        TokenCompression compression = TokenCompression.of(work.collection);
        Flow flow = work.flows.of(model);
        DocumentWeights weights = weights(work);
        String text = orEmpty(document.text());
        List<PendingPassage> passages = new ArrayList<>();
        try {
            chunker.chunk(document.title(), document.text(), work.collection.chunking(), passage -> {
                if (work.outputs.isDone()) {
                    throw new CancellationException("nobody waits for the document any more");
                }
                passages.add(encoding.encode(model, flow, passage, text, compression));
                weights.add(passage.read(text).substring(model.passagePrefix().length()));
            });
        } catch (InterruptedException | RuntimeException e) {
            passages.forEach(PendingPassage::cancel);
            weights.cancel();
            throw e;
        }
        work.cancelWith(() -> {
            passages.forEach(PendingPassage::cancel);
            weights.cancel();
        });
        work.follow(CompletableFuture.allOf(
                        Stream.concat(passages.stream().map(PendingPassage::vectors), weights.weights())
                                .toArray(CompletableFuture[]::new))
                .thenAcceptAsync(_ -> finish(work, document, model, passages, weights), writing));
    }

    private void finish(
            DocumentWork work, Document document, Model model, List<PendingPassage> passages, DocumentWeights weights) {
        checkModel(work.collection, model);
        passages.forEach(encoding::keep);
        weights.keep();
        boolean known = weights.allKnown() && passages.stream().allMatch(passage -> passage.run() == null);
        work.complete(
                records(
                        work,
                        document,
                        IntStream.range(0, passages.size())
                                .mapToObj(i -> weights.with(passages.get(i).embedded(), i))
                                .toList()),
                known ? "known" : "encoded",
                passages.size());
    }

    /** A remote model that has not been reached since the start is waited for, and checked when it is there. */
    private static void checkModel(Collection collection, Model model) {
        model.known().ifPresent(card -> {
            TextRules.requireKind(model, "dense vectors", ModelKind.DENSE);
            if (collection.dimensions() != card.dimensions()) {
                throw ProblemType.WRONG_DIMENSIONS.exception(
                        "model",
                        "The collection was made for a model '" + collection.model() + "' of "
                                + collection.dimensions()
                                + " dimensions, and the one that this service has under the name has "
                                + card.dimensions() + ".");
            }
        });
    }

    private static List<ProducerRecord<byte[], byte[]>> records(
            DocumentWork work, Document document, List<EmbeddedPassage> passages) {
        EmbeddedDocument embedded = new EmbeddedDocument(
                orEmpty(document.id()),
                document.title(),
                orEmpty(document.text()),
                document.fields() == null ? Map.of() : document.fields(),
                passages,
                document.expiresAt() == null
                        ? null
                        : Expiry.instant(document.expiresAt()).orElseThrow());
        return PassagesRecords.of(work.record, work.collection, Json.mapper().writeValueAsBytes(embedded));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public void close() {
        compressing.shutdown();
        writing.shutdown();
    }
}
