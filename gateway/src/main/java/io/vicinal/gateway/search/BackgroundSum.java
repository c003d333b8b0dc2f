package io.vicinal.gateway.search;

import io.vicinal.contracts.search.Background;
import io.vicinal.contracts.search.Background.Distribution;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The background of a collection from those of its shards, which are samples of its passages at random. */
final class BackgroundSum {

    /** Null where no shard knows one. */
    static @Nullable Distribution dense(List<ShardOutcome> outcomes) {
        List<Distribution> shards = outcomes.stream()
                .flatMap(outcome -> outcome.found() == null
                        ? Stream.empty()
                        : Stream.ofNullable(outcome.found().answer().background()))
                .map(Background::dense)
                .filter(Objects::nonNull)
                .toList();
        int count = shards.stream().mapToInt(Distribution::count).sum();
        if (count == 0) {
            return null;
        }
        double mean = mean(shards, count, Distribution::mean);
        double squares =
                mean(shards, count, d -> d.deviation() * d.deviation() + (d.mean() - mean) * (d.mean() - mean));
        return new Distribution(
                mean,
                Math.sqrt(squares),
                mean(shards, count, Distribution::tailThreshold),
                mean(shards, count, Distribution::tailScale),
                count);
    }

    private static double mean(List<Distribution> shards, int count, ToDoubleFunction<Distribution> of) {
        return shards.stream().mapToDouble(d -> d.count() * of.applyAsDouble(d)).sum() / count;
    }

    private BackgroundSum() {}
}
