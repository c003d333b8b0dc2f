package io.vicinal.standalone.bench;

import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.standalone.bench.FilteredCorpus.Correlation;
import io.vicinal.standalone.bench.FilteredCorpus.Doc;
import io.vicinal.standalone.bench.FilteredCorpus.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The nearest without an index: the cosines of every query with every passage are taken once. */
final class ExactSearch {
    private final FilteredCorpus corpus;
    /** {@code [queries][documents][passages]} */
    private final float[][][] cosines;

    ExactSearch(FilteredCorpus corpus) {
        this.corpus = corpus;
        this.cosines = corpus.queries.stream()
                .parallel()
                .map(query -> corpus.documents.stream()
                        .map(document -> cosines(query, document))
                        .toArray(float[][]::new))
                .toArray(float[][][]::new);
    }

    private static float[] cosines(Query query, Doc document) {
        float[] cosines = new float[document.passages().length];
        for (int i = 0; i < cosines.length; i++) {
            cosines[i] = ClusteredVectors.cosine(query.vector(), document.passages()[i]);
        }
        return cosines;
    }

    /** @return the cosines of the nearest, the best first; of documents by their best passage */
    double[] nearest(int query, int count, GroupBy groupBy, @Nullable Correlation correlation, double selectivity) {
        Query asked = corpus.queries.get(query);
        List<float[]> matching = new ArrayList<>();
        for (int d = 0; d < corpus.documents.size(); d++) {
            if (correlation == null || asked.admits(corpus.documents.get(d), correlation, selectivity)) {
                matching.add(cosines[query][d]);
            }
        }
        return matching.stream()
                .flatMapToDouble(
                        passages -> groupBy.equals(GroupBy.DOCUMENT) ? all(passages).max().stream() : all(passages))
                .map(cosine -> -cosine)
                .sorted()
                .limit(count)
                .map(cosine -> -cosine)
                .toArray();
    }

    /** Of what was found: a document by its best passage, whichever was found, a passage by its own cosine. */
    double cosine(int query, Candidate found, GroupBy groupBy) {
        if (groupBy.equals(GroupBy.DOCUMENT)) {
            return all(cosines[query][FilteredCorpus.number(found.documentId())])
                    .max()
                    .orElseThrow();
        }
        return Objects.requireNonNull(found.dense());
    }

    private static DoubleStream all(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]);
    }
}
