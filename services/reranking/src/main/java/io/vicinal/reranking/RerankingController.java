package io.vicinal.reranking;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.reranking.RerankingApi;
import io.vicinal.reranking.crossencoder.CrossEncoderBlend;
import io.vicinal.reranking.diversity.DiversifiedOrder;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * Orders on the calling thread: fusing 500 candidates takes 0.05 ms, smoothing as many as are ever compared about 1 ms
 * (OrderingBenchmark), and it blocks on nothing, so that a hop to another thread would cost more than it saves.
 */
@RestController
class RerankingController implements RerankingApi {
    /** 64 shards with a thousand candidates of two kinds each, and as many that are shown inside them. */
    private static final int MAX_CANDIDATES = 256_000;

    private final MeterRegistry metrics;

    RerankingController(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    @Override
    public Mono<Order> order(Candidates candidates) {
        return Mono.fromCallable(() -> {
            Timer.Sample sample = Timer.start(metrics);
            String outcome = "failed";
            try {
                if (candidates.candidates().size() > MAX_CANDIDATES) {
                    throw tooMany(candidates.candidates().size());
                }
                Order order = Ordering.order(candidates);
                outcome = "ordered";
                return order;
            } finally {
                sample.stop(metrics.timer("vicinal.reranking.order.duration", "outcome", outcome));
            }
        });
    }

    @Override
    public Mono<Order> blend(CrossEncoded scored) {
        return Mono.fromCallable(() -> CrossEncoderBlend.of(scored));
    }

    @Override
    public Mono<Order> diversify(CrossRead read) {
        return Mono.fromCallable(() -> DiversifiedOrder.of(read));
    }

    private static ProblemException tooMany(int size) {
        return ProblemType.TOO_LARGE.exception(
                "candidates", size + " candidates are more than the " + MAX_CANDIDATES + " that are ordered at once.");
    }
}
