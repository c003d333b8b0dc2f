package io.vicinal.relevance.judge;

import io.vicinal.contracts.collection.MinRelevance;
import io.vicinal.contracts.relevance.RelevanceApi.Center;
import io.vicinal.contracts.relevance.RelevanceApi.Judgement;
import io.vicinal.contracts.relevance.RelevanceApi.RankedHit;
import io.vicinal.contracts.relevance.RelevanceApi.RankedList;
import io.vicinal.contracts.search.Background.Distribution;
import io.vicinal.relevance.features.ListFeatures;
import io.vicinal.relevance.model.DefaultModel;
import java.util.List;
import java.util.Objects;
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

/** The relevance of a hybrid search's hits, best first. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class JudgingBenchmark {
    @Param({"100", "200"})
    public int hits = 100;

    private @Nullable RankedList list;

    @Setup
    public void list() {
        Random random = new Random(5);
        List<RankedHit> ranked = IntStream.range(0, hits)
                .mapToObj(i -> new RankedHit(
                        "document " + i,
                        1 - (double) i / hits,
                        0.9f - random.nextFloat() / 2,
                        20 * random.nextFloat(),
                        random.nextFloat(),
                        null))
                .toList();
        list = new RankedList(
                "query",
                "collection",
                1,
                ranked,
                7,
                new Center(0.43, 0.43),
                new Distribution(0.45, 0.06, 0.53, 0.03, 500),
                MinRelevance.BALANCED,
                false);
    }

    @Benchmark
    public Judgement judged() {
        RankedList asked = Objects.requireNonNull(list);
        return Judging.judge(asked, new ListFeatures(asked), DefaultModel.INSTANCE);
    }
}
