package io.vicinal.reranking;

import io.vicinal.contracts.reranking.RerankingApi.Candidates;
import io.vicinal.contracts.reranking.RerankingApi.Order;
import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.Boost;
import io.vicinal.contracts.search.Collapse;
import io.vicinal.contracts.search.Diversity;
import io.vicinal.contracts.search.Fusion;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.SearchMode;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The order of a hybrid search's candidates, with sketches of 384 dimensions. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class OrderingBenchmark {
    private static final int SKETCH = 384;
    private static final int TOP_K = 10;

    @Param({"200", "500"})
    public int candidates = 200;

    private List<Signals> signals = List.of();

    @Setup
    public void signals() {
        Random random = new Random(5);
        signals = IntStream.range(0, candidates)
                .mapToObj(i -> {
                    byte[] sketch = new byte[SKETCH];
                    random.nextBytes(sketch);
                    return new Signals(
                            "document " + i,
                            random.nextFloat(),
                            random.nextFloat() * 20,
                            random.nextFloat(),
                            null,
                            null,
                            sketch,
                            List.of(random.nextLong(1_000_000)));
                })
                .toList();
    }

    @Benchmark
    public Order fused() {
        return order(new Fusion(null, null, null));
    }

    @Benchmark
    public Order fusedAndSmoothed() {
        return order(new Fusion(null, null, null, 0.3));
    }

    @Benchmark
    public Order fusedByZScore() {
        return order(new Fusion(Fusion.Method.Z_SCORE, null, null));
    }

    @Benchmark
    public Order fusedAndBoosted() {
        Boost popular = new Boost("n", 0.2, null, new Boost.Numeric(Boost.Function.LOG1P, null), null);
        return composed(List.of(popular), null, null);
    }

    @Benchmark
    public Order fusedAndCollapsed() {
        return composed(null, new Collapse(0.95), null);
    }

    @Benchmark
    public Order fusedAndDiversified() {
        return composed(null, null, new Diversity(0.7));
    }

    private Order order(Fusion fusion) {
        return Ordering.order(new Candidates(SearchMode.HYBRID, fusion, GroupBy.DOCUMENT, TOP_K, signals));
    }

    private Order composed(@Nullable List<Boost> boosts, @Nullable Collapse collapse, @Nullable Diversity diversity) {
        return Ordering.order(new Candidates(
                SearchMode.HYBRID,
                null,
                GroupBy.DOCUMENT,
                TOP_K,
                signals,
                null,
                null,
                boosts,
                collapse,
                diversity,
                null,
                null));
    }
}
