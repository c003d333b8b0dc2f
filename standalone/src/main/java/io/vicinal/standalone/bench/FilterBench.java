package io.vicinal.standalone.bench;

import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.evaluation.report.Machine;
import io.vicinal.evaluation.report.ResultFolder;
import io.vicinal.standalone.bench.FilteredCorpus.Correlation;
import io.vicinal.standalone.bench.FilteredCorpus.Query;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Vector search under filters at one shard, as a query meets it, against exact search: how much of the ten nearest is found,
 * and how fast beside the same search without the filter.
 */
record FilterBench(int passages, int dimensions, int clusters, VectorFormat format, int queries, long seed, Path out) {
    private static final int TOP = 10;
    private static final double[] SELECTIVITIES = {0.5, 0.1, 0.01, 0.001};
    private static final int ROUNDS = 3;
    /** Sums in another order differ by less. */
    private static final double ROUNDING = 1e-5;

    void run(PrintWriter terminal, PrintWriter err) throws IOException {
        say(err, "%,d vectors of %d dimensions, seed %d", passages, dimensions, seed);
        ClusteredVectors vectors = new ClusteredVectors(dimensions, clusters, seed);
        FilteredCorpus corpus = new FilteredCorpus(vectors, passages, queries, seed + 1);
        try (ScratchShard shard = new ScratchShard(dimensions, format, FilteredCorpus.fields())) {
            long began = System.nanoTime();
            int step = Math.max(1, corpus.documents.size() / 5);
            for (int i = 0; i < corpus.documents.size(); i++) {
                shard.put(corpus.documents.get(i).embedded());
                if (i % step == step - 1) {
                    say(err, "%,d documents indexed", i + 1);
                }
            }
            shard.settle();
            double seconds = (System.nanoTime() - began) / 1e9;
            say(err, "%d queries for each filter, and as many without, in turns", queries);
            FilterBenchResult result = measure(corpus, shard, seconds);
            ResultFolder results = ResultFolder.create(out);
            results.write(result, FilterBenchReport.html(result));
            terminal.print(FilterBenchReport.text(result));
            terminal.println("result.json and report.html are in " + results.path());
            terminal.flush();
        }
    }

    private FilterBenchResult measure(FilteredCorpus corpus, ScratchShard shard, double buildSeconds)
            throws IOException {
        ExactSearch exact = new ExactSearch(corpus);
        List<FilterBenchResult.Unfiltered> unfiltered = new ArrayList<>();
        List<FilterBenchResult.Cell> cells = new ArrayList<>();
        for (GroupBy groupBy : List.of(GroupBy.DOCUMENT, GroupBy.PASSAGE)) {
            double found = 0;
            for (int q = 0; q < queries; q++) {
                List<Candidate> hits = search(shard, corpus.queries.get(q), groupBy, null);
                found += recall(q, hits, exact, groupBy, null, 1);
            }
            List<FilterBenchResult.Cell> ofGroup = new ArrayList<>();
            long without = 0;
            for (Correlation correlation : Correlation.values()) {
                for (double selectivity : SELECTIVITIES) {
                    Turns turns = new Turns();
                    double recall = 0;
                    for (int q = 0; q < queries; q++) {
                        Query query = corpus.queries.get(q);
                        Filter filter = query.filter(correlation, selectivity);
                        List<Candidate> hits = search(shard, query, groupBy, filter);
                        recall += recall(q, hits, exact, groupBy, correlation, selectivity);
                        turns.take(shard, query, groupBy, filter);
                    }
                    without += turns.without;
                    ofGroup.add(new FilterBenchResult.Cell(
                            groupBy,
                            correlation,
                            selectivity,
                            recall / queries,
                            turns.rate(turns.filtered),
                            (double) turns.without / turns.filtered));
                }
            }
            cells.addAll(ofGroup);
            double searches = (double) queries * ROUNDS * ofGroup.size();
            unfiltered.add(new FilterBenchResult.Unfiltered(groupBy, found / queries, searches * 1e9 / without));
        }
        return new FilterBenchResult(
                Instant.now(),
                Machine.here(),
                passages,
                corpus.documents.size(),
                dimensions,
                format,
                queries,
                shard.segments(),
                buildSeconds,
                unfiltered,
                cells);
    }

    /** Nanoseconds with the filter and without, one after the other, so that both meet the machine in the same state. */
    private final class Turns {
        private long filtered;
        private long without;

        void take(ScratchShard shard, Query query, GroupBy groupBy, Filter filter) throws IOException {
            for (int round = 0; round < ROUNDS; round++) {
                long began = System.nanoTime();
                search(shard, query, groupBy, filter);
                long between = System.nanoTime();
                search(shard, query, groupBy, null);
                filtered += between - began;
                without += System.nanoTime() - between;
            }
        }

        double rate(long nanos) {
            return (double) queries * ROUNDS * 1e9 / nanos;
        }
    }

    private static List<Candidate> search(ScratchShard shard, Query query, GroupBy groupBy, @Nullable Filter filter)
            throws IOException {
        return shard.search(new CandidateQuery(shard.id(), null, query.vector(), null, TOP, groupBy, filter, null));
    }

    /** The share of the nearest that are found: of what is found, what is as near as the last of them. */
    private static double recall(
            int query,
            List<Candidate> found,
            ExactSearch exact,
            GroupBy groupBy,
            @Nullable Correlation correlation,
            double selectivity) {
        double[] nearest = exact.nearest(query, TOP, groupBy, correlation, selectivity);
        if (nearest.length == 0) {
            return 1;
        }
        double least = nearest[nearest.length - 1] - ROUNDING;
        long near = found.stream()
                .filter(candidate -> exact.cosine(query, candidate, groupBy) >= least)
                .count();
        return (double) Math.min(near, nearest.length) / nearest.length;
    }

    private static void say(PrintWriter err, String text, Object... values) {
        err.println(String.format(Locale.ROOT, text, values));
        err.flush();
    }
}
