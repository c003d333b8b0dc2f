package io.vicinal.retrieval.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

class SearchThreadsTest {
    @Test
    void refusesWhatTheQueueCannotTakeAndDropsWhatNobodyWaitsFor() throws Exception {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean ran = new AtomicBoolean();
        try (SearchThreads threads = new SearchThreads(1, 1, metrics)) {
            CompletableFuture<String> busy = threads.run(() -> {
                        release.await();
                        return "done";
                    })
                    .toFuture();
            Disposable queued = threads.run(() -> ran.getAndSet(true)).subscribe();
            assertThat(metrics.get("vicinal.retrieval.queue").gauge().value()).isEqualTo(1);
            assertThatThrownBy(() -> threads.run(() -> 1).block())
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(ProblemType.TOO_MANY_REQUESTS.is(e.problem()))
                                    .isTrue());
            queued.dispose();
            assertThat(metrics.get("vicinal.retrieval.queue").gauge().value()).isZero();
            release.countDown();
            assertThat(busy.get()).isEqualTo("done");
            assertThat(threads.run(() -> "next").block()).isEqualTo("next");
            assertThat(ran).isFalse();
        }
    }
}
