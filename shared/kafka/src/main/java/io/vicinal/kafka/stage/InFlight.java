package io.vicinal.kafka.stage;

import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.kafka.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A record in work: tried until it has outputs or is refused. Used by the stage's thread alone. */
final class InFlight {
    private static final Logger log = LoggerFactory.getLogger(InFlight.class);

    private final ConsumerRecord<byte[], byte[]> record;
    private final RecordProcessor processor;
    private final int attempts;
    private final long startedAt = System.nanoTime();
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    private @Nullable CompletableFuture<List<ProducerRecord<byte[], byte[]>>> work;
    private @Nullable Outcome outcome;
    private int failures;
    private long retryAt;

    /** @param refusal why the record goes to the dead letters, or null */
    record Outcome(
            List<ProducerRecord<byte[], byte[]>> outputs,
            @Nullable Problem refusal) {}

    InFlight(ConsumerRecord<byte[], byte[]> record, RecordProcessor processor, int attempts) {
        this.record = record;
        this.processor = processor;
        this.attempts = attempts;
        attempt();
    }

    ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    long bytes() {
        return (long) Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }

    long ageNanos() {
        return System.nanoTime() - startedAt;
    }

    int failures() {
        return failures;
    }

    /** Starts another attempt where one is due. */
    @Nullable
    Outcome poll() {
        if (outcome == null && work == null && System.nanoTime() - retryAt >= 0) {
            attempt();
        }
        if (outcome == null && work != null && work.isDone()) {
            outcome = settle(work);
        }
        return outcome;
    }

    void cancel() {
        if (work != null) {
            work.cancel(true);
        }
    }

    private void attempt() {
        try {
            work = processor.process(record);
        } catch (RuntimeException e) {
            work = CompletableFuture.failedFuture(e);
        }
    }

    private @Nullable Outcome settle(CompletableFuture<List<ProducerRecord<byte[], byte[]>>> done) {
        try {
            List<ProducerRecord<byte[], byte[]>> outputs = done.join();
            return outputs.stream().allMatch(Outputs::fits)
                    ? new Outcome(outputs, null)
                    : refuse(ProblemType.TOO_LARGE.of(null, "What comes of the record is larger than the log takes."));
        } catch (RuntimeException e) {
            return failed(e instanceof CompletionException && e.getCause() != null ? e.getCause() : e);
        }
    }

    private @Nullable Outcome failed(Throwable cause) {
        if (cause instanceof ProblemException problem && !isTransient(problem.problem())) {
            return refuse(problem.problem());
        }
        failures++;
        log.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("attempt", failures)
                .addKeyValue("reason", cause.toString())
                .log("record could not be processed");
        if (failures >= attempts) {
            return refuse(
                    cause instanceof ProblemException problem
                            ? problem.problem()
                            : ProblemType.INTERNAL.of(
                                    null, "Processing failed %d times, at last with: %s".formatted(failures, cause)));
        }
        work = null;
        retryAt = System.nanoTime() + backoff.next().toNanos();
        return null;
    }

    private Outcome refuse(Problem problem) {
        return new Outcome(processor.refused(record), problem);
    }

    /** Overload and absence pass; the record is not at fault. */
    private static boolean isTransient(Problem problem) {
        return problem.status() == 503 || problem.status() == 429 || problem.status() == 504;
    }
}
