package io.vicinal.embedding.ingest;

import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.embedding.model.ModelLease;
import io.vicinal.onnx.session.RunException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A document on its way, and the one place where it ends. */
final class DocumentWork {
    final ConsumerRecord<byte[], byte[]> record;
    final Collection collection;
    final DocumentFlows flows;
    final CompletableFuture<List<ProducerRecord<byte[], byte[]>>> outputs;
    private final IngestMetrics metrics;
    private final Timer.Sample sample;

    /** @param sample begun when the record came */
    DocumentWork(
            ConsumerRecord<byte[], byte[]> record,
            Collection collection,
            DocumentFlows flows,
            CompletableFuture<List<ProducerRecord<byte[], byte[]>>> outputs,
            IngestMetrics metrics,
            Timer.Sample sample) {
        this.record = record;
        this.collection = collection;
        this.flows = flows;
        this.outputs = outputs;
        this.metrics = metrics;
        this.sample = sample;
    }

    void complete(List<ProducerRecord<byte[], byte[]>> records, String outcome, int passages) {
        boolean wanted = outputs.complete(records);
        metrics.done(sample, wanted ? outcome : "cancelled", wanted ? passages : 0);
    }

    void fail(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        boolean wanted = outputs.completeExceptionally(
                cause instanceof RunException
                        ? ProblemType.MODEL_FAILED.exception(
                                "text", "The model could not encode the text: " + cause.getMessage())
                        : cause);
        metrics.done(sample, wanted ? "failed" : "cancelled", 0);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // failures end here
    void follow(CompletableFuture<Void> last) {
        last.whenComplete((_, failure) -> {
            if (failure != null) {
                fail(failure);
            }
        });
    }

    /** Until the document has ended in whatever way. */
    @SuppressWarnings("FutureReturnValueIgnored") // the outcome is the outputs' own
    void holds(ModelLease lease) {
        outputs.whenComplete((_, _) -> lease.close());
    }

    /** When the stage gives the document up, the encoder drops what has not run yet. */
    @SuppressWarnings("FutureReturnValueIgnored") // the outcome is the outputs' own
    void cancelWith(Runnable cancel) {
        outputs.whenComplete((_, _) -> {
            if (outputs.isCompletedExceptionally()) {
                cancel.run();
            }
        });
    }
}
