package io.vicinal.inference.ingest;

import io.vicinal.inference.ingest.IngestMetrics.Outcome;
import io.vicinal.kafka.stage.RecordProcessor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** What the stage of a collection does with each record of its documents topic. */
final class ClassifyProcessor implements RecordProcessor, AutoCloseable {
    private final DocumentClassifying classifying;
    private final Rounds rounds;

    ClassifyProcessor(Switched switched, DocumentClassifying classifying) {
        this.classifying = classifying;
        this.rounds = new Rounds(switched, classifying);
    }

    @Override
    public CompletableFuture<List<ProducerRecord<byte[], byte[]>>> process(ConsumerRecord<byte[], byte[]> record) {
        NewDocument document = new NewDocument(record, classifying.metrics());
        if (NewDocument.isDeletion(record)) {
            document.passOver(Outcome.DELETION);
        } else {
            rounds.add(document);
        }
        return document.outputs();
    }

    /** Why nothing comes out at the moment; null where all is well. */
    @Nullable
    String heldUpBy() {
        return rounds.heldUpBy();
    }

    @Override
    public void close() {
        rounds.close();
    }
}
