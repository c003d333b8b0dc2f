package io.vicinal.inference.ingest;

import io.micrometer.core.instrument.Meter;
import io.vicinal.kafka.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The new documents of a collection, in rounds: all that have come while one round runs share the next, so that rounds are
 * small when there is little to do and large when there is much. What cannot be decided of waits, however long that takes.
 */
final class Rounds implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Rounds.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
    /** Of the first round. */
    private static final int FEW = 16;

    private final Switched switched;
    private final DocumentClassifying classifying;
    private final WaitingDocuments waiting = new WaitingDocuments();
    private final AtomicBoolean running = new AtomicBoolean();
    private final Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    private final List<Meter> meters;
    /** Of a round: fewer where one has just failed, for a call may have been too large for its time. */
    private volatile int most = FEW;

    private volatile @Nullable String heldUpBy;
    private volatile boolean closed;

    Rounds(Switched switched, DocumentClassifying classifying) {
        this.switched = switched;
        this.classifying = classifying;
        this.meters = classifying.metrics().watch(switched.collection(), this);
    }

    void add(NewDocument document) {
        waiting.add(document);
        begin();
    }

    /** Documents that are not in a round. */
    int waiting() {
        return waiting.count();
    }

    /** Why nothing comes out at the moment, in a sentence; null where all is well. */
    @Nullable
    String heldUpBy() {
        return heldUpBy;
    }

    private void begin() {
        if (running.compareAndSet(false, true)) {
            classifying.threads().schedule(this::round);
        }
    }

    private void round() {
        List<NewDocument> documents = waiting.take(most);
        if (documents.isEmpty() || closed) {
            running.set(false);
            if (waiting.count() > 0 && !closed) { // came in between
                begin();
            }
            return;
        }
        Mono.defer(() -> classifying.decide(switched, documents))
                .onErrorResume(Mono::just)
                .singleOptional()
                .subscribe(failure -> over(documents, failure.orElse(null)));
    }

    /** What is undecided goes back to the front. */
    private void over(List<NewDocument> documents, @Nullable Throwable failure) {
        List<NewDocument> undecided =
                documents.stream().filter(document -> !document.isOver()).toList();
        waiting.putBack(undecided);
        heldUp(failure);
        if (failure == null) {
            most = Math.min(2 * most, classifying.most(switched.collection()));
            backoff.reset();
        } else {
            most = Math.max(most / 2, 1);
        }
        Duration pause =
                failure != null ? backoff.next() : undecided.size() < documents.size() ? Duration.ZERO : FIRST_PAUSE;
        classifying.threads().schedule(this::round, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void heldUp(@Nullable Throwable failure) {
        if (failure != null) {
            classifying.metrics().waits();
            if (heldUpBy == null) {
                log.atWarn()
                        .addKeyValue("collection", switched.collection())
                        .addKeyValue("reason", DocumentClassifying.reason(failure))
                        .log("new documents wait to be classified");
            }
        }
        heldUpBy = DocumentClassifying.reason(failure);
    }

    @Override
    public void close() {
        closed = true;
        classifying.metrics().remove(meters);
    }
}
