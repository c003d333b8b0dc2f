package io.vicinal.embedding.remote;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.vicinal.embedding.remote.RemoteException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Requests that are tried again, with growing, random pauses or after what the server asks for, as long as that may help.
 * Where half of the last ones found the server away, none is sent for a while.
 */
final class RemoteCalls {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int WATCHED = 20;
    private static final int LEAST_WATCHED = 5;
    private static final Duration OPEN = Duration.ofSeconds(5);

    private final RemoteServer server;
    private final VectorCheck check;
    private final CircuitBreaker circuit;
    private final Retry retry;

    RemoteCalls(String model, RemoteSettings settings, RemoteServer server, VectorCheck check) {
        this.server = server;
        this.check = check;
        this.circuit = CircuitBreaker.of(
                model,
                CircuitBreakerConfig.custom()
                        .failureRateThreshold(50)
                        .slidingWindowSize(WATCHED)
                        .minimumNumberOfCalls(LEAST_WATCHED)
                        .waitDurationInOpenState(OPEN)
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .recordException(e -> e instanceof RemoteException remote && remote.kind() == Kind.AWAY)
                        .ignoreException(e -> !(e instanceof RemoteException remote && remote.kind() == Kind.AWAY))
                        .build());
        IntervalFunction pauses = IntervalFunction.ofExponentialRandomBackoff(FIRST_PAUSE, 2.0, 0.5, LONGEST_PAUSE);
        this.retry = Retry.of(
                model,
                RetryConfig.<List<float[]>>custom()
                        .maxAttempts(settings.attempts())
                        .retryOnException(e -> e instanceof RemoteException remote
                                && remote.mayPass()
                                && remote.retryAfter().compareTo(settings.timeout()) <= 0)
                        .intervalBiFunction((attempt, outcome) -> Math.max(
                                pauses.apply(attempt),
                                retryAfter(outcome.getLeft()).toMillis()))
                        .build());
    }

    private static Duration retryAfter(@Nullable Throwable failure) {
        return failure instanceof RemoteException remote ? remote.retryAfter() : Duration.ZERO;
    }

    /** @return L2-normalised; fails with {@link RemoteException} */
    List<float[]> embed(List<String> texts) throws InterruptedException {
        Callable<List<float[]>> one =
                CircuitBreaker.decorateCallable(circuit, () -> check.checked(server.embed(texts)));
        try {
            return retry.executeCallable(one);
        } catch (CallNotPermittedException _) {
            throw new RemoteException(Kind.AWAY, "it failed too often, and is left alone for a moment");
        } catch (RemoteException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw new RemoteException(Kind.AWAY, "the request failed", Duration.ZERO, e);
        }
    }

    boolean isOpen() {
        return circuit.getState() == CircuitBreaker.State.OPEN;
    }
}
