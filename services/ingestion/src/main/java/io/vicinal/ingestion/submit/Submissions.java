package io.vicinal.ingestion.submit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.CollectionVersions;
import io.vicinal.contracts.document.SubmitResult;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.KafkaProblems;
import io.vicinal.kafka.LogWriter;
import io.vicinal.kafka.codec.DocumentPartitions;
import io.vicinal.kafka.codec.EventHeaders;
import io.vicinal.kafka.document.DocumentRules;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Takes bodies in: 1. cut into elements, 2. read and check each, 3. write it to the log, 4. say what became of it. */
final class Submissions implements AutoCloseable {
    static final String SOURCE = "/vicinal/ingestion";
    /** Buffers of the network that wait for a thread. */
    private static final int PREFETCH = 4;

    private final LogWriter log;
    private final SubmitMeters meters;
    private final Scheduler cpu =
            Schedulers.newParallel("ingestion", Runtime.getRuntime().availableProcessors(), true);

    Submissions(LogWriter log, MeterRegistry meters) {
        this.log = log;
        this.meters = new SubmitMeters(meters);
    }

    /** Reads the body no faster than the broker takes it. */
    Mono<SubmitResult> submit(CollectionVersions collection, Splitter splitter, Flux<DataBuffer> body) {
        return Mono.defer(() -> {
            Submission submission = new Submission(collection, log, meters, cpu);
            long startedAt = System.nanoTime();
            return body.publishOn(cpu, PREFETCH)
                    .concatMapIterable(buffer -> splitter.feed(bytes(buffer)), 1)
                    .concatWith(Flux.defer(() -> Flux.fromIterable(splitter.end())))
                    .concatMap(submission::take, 1)
                    .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                    .then(Mono.defer(() -> submission.result(splitter.aborted())))
                    .doFinally(_ -> meters.submitted(System.nanoTime() - startedAt));
        });
    }

    private static byte[] bytes(DataBuffer buffer) {
        try {
            byte[] bytes = new byte[buffer.readableByteCount()];
            buffer.read(bytes);
            return bytes;
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    /** Writes a tombstone. */
    Mono<Map<Integer, Long>> delete(Collection collection, String id) {
        return Mono.fromFuture(() -> {
                    DocumentRules.checkId(id).ifPresent(problem -> {
                        throw new ProblemException(problem);
                    });
                    return log.write(new ProducerRecord<>(
                            Topics.documents(collection.name()),
                            DocumentPartitions.partition(id, collection.documentsPartitions()),
                            id.getBytes(UTF_8),
                            null,
                            EventHeaders.event(EventHeaders.DOCUMENT_DELETED, SOURCE)));
                })
                .onErrorMap(failure -> KafkaProblems.of(failure))
                .doOnSuccess(_ -> meters.deleted())
                .map(written -> Map.of(written.partition(), written.offset()));
    }

    @Override
    public void close() {
        cpu.dispose();
    }
}
