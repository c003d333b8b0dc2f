package io.vicinal.retrieval.examples;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.NeighbourQuery;
import io.vicinal.contracts.search.NeighbourQuery.Neighbour;
import io.vicinal.retrieval.candidates.DenseSearch;
import io.vicinal.retrieval.candidates.NearestDocuments;
import io.vicinal.retrieval.candidates.SearchEffort;
import io.vicinal.retrieval.filter.FieldColumn;
import io.vicinal.retrieval.shard.PassageVectors;
import io.vicinal.retrieval.shard.Segments;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;

/** The examples nearest to each of several vectors, by exact cosine of what the graph finds ({@link DenseSearch}). */
public final class NearestExamples {
    private final NeighbourQuery asked;
    private final IndexSearcher shard;
    private final FieldColumn field;

    private NearestExamples(NeighbourQuery asked, IndexSearcher shard, FieldColumn field) {
        this.asked = asked;
        this.shard = shard;
        this.field = field;
    }

    /**
     * @param now what has expired by then is no example
     * @return of each vector, nearest first
     * @throws io.vicinal.contracts.error.ProblemException where the query is over its limits or does not fit the collection
     */
    public static List<List<Neighbour>> search(
            NeighbourQuery asked, Collection collection, IndexSearcher shard, SearchEffort effort, Instant now)
            throws IOException {
        check(asked, collection);
        FieldColumn field = FieldColumn.of(asked.field(), collection.fields());
        Query examples = ExampleFilter.of(asked.field(), asked.filter(), collection, shard, now);
        NearestExamples search = new NearestExamples(asked, shard, field);
        List<List<Neighbour>> all = new ArrayList<>(asked.vectors().size());
        for (float[] vector : asked.vectors()) {
            all.add(search.labelled(
                    NearestDocuments.of(shard, vector, asked.k(), examples, collection.vectorFormat(), effort)));
        }
        return all;
    }

    private List<Neighbour> labelled(NearestDocuments nearest) throws IOException {
        boolean isAnonymous = Boolean.TRUE.equals(asked.anonymous());
        boolean withVectors = Boolean.TRUE.equals(asked.withVectors());
        Neighbour[] neighbours = new Neighbour[nearest.passages().length];
        Segments.each(shard, nearest.passages(), (segment, from, to) -> {
            FieldReader values = new FieldReader(field, segment.reader());
            for (int i = from; i < to; i++) {
                neighbours[nearest.places()[i]] = new Neighbour(
                        isAnonymous ? null : nearest.documentIds()[i],
                        nearest.cosines()[i],
                        values.of(nearest.passages()[i] - segment.docBase),
                        withVectors ? PassageVectors.of(shard, nearest.passages()[i]) : null);
            }
        });
        return List.of(neighbours);
    }

    private static void check(NeighbourQuery asked, Collection collection) {
        within("vectors", asked.vectors().size(), NeighbourQuery.MAX_VECTORS);
        within("k", asked.k(), NeighbourQuery.MAX_K);
        for (float[] vector : asked.vectors()) {
            if (vector.length != collection.dimensions()) {
                throw ProblemType.WRONG_DIMENSIONS.exception(
                        "vectors",
                        "a vector has " + vector.length + " dimensions, the collection " + collection.dimensions());
            }
        }
    }

    private static void within(String field, int value, int most) {
        if (value < 1 || value > most) {
            throw ProblemType.INVALID_VALUE.exception(
                    field, field + " must be from 1 to " + most + ", not " + value + ".");
        }
    }
}
