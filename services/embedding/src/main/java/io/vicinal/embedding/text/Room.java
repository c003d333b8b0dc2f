package io.vicinal.embedding.text;

import io.vicinal.onnx.schedule.QueueFullException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** A request's room in a model's queue: its first text finds some or the request is refused; once under way, it waits. */
public final class Room {
    /** The encoder empties its queue all the time; after five minutes without room something is wrong. */
    private static final Duration LOOK = Duration.ofMillis(50);

    private static final int LOOKS = 6000;

    private final AtomicBoolean underWay = new AtomicBoolean();

    /** @param submission throws {@code QueueFullException} where there is no room; cancelled with what is returned */
    public <T> Mono<T> find(Supplier<CompletableFuture<T>> submission) {
        return Mono.fromFuture(() -> {
                    CompletableFuture<T> submitted = submission.get();
                    underWay.set(true);
                    return submitted;
                })
                .retryWhen(Retry.fixedDelay(LOOKS, LOOK)
                        .filter(failure -> failure instanceof QueueFullException && underWay.get())
                        .onRetryExhaustedThrow((_, last) -> last.failure()));
    }
}
