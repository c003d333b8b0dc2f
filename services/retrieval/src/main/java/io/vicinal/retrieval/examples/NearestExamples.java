package io.vicinal.retrieval.examples;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.QueryTokens;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.NeighbourQuery;
import io.vicinal.contracts.search.NeighbourQuery.Neighbour;
import io.vicinal.retrieval.candidates.DenseSearch;
import io.vicinal.retrieval.candidates.NearestDocuments;
import io.vicinal.retrieval.candidates.NearestDocuments.Nearest;
import io.vicinal.retrieval.candidates.SearchEffort;
import io.vicinal.retrieval.filter.FieldColumn;
import io.vicinal.retrieval.lateinteraction.MaxSim;
import io.vicinal.retrieval.lateinteraction.TokenColumn;
import io.vicinal.retrieval.shard.IndexFields;
import io.vicinal.retrieval.shard.PassageVectors;
import io.vicinal.retrieval.shard.Segments;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/** The examples nearest to each of several vectors, by exact cosine of what the graph finds ({@link DenseSearch}). */
public final class NearestExamples {
    /** What is known of a passage, however many vectors it is near to. */
    private record Known(@Nullable String documentId, List<Object> values, float @Nullable [] vector) {}

    private final NeighbourQuery asked;
    private final Collection collection;
    private final IndexSearcher shard;
    private final FieldColumn field;
    private final Map<Integer, Known> known = new HashMap<>();

    private NearestExamples(NeighbourQuery asked, Collection collection, IndexSearcher shard, FieldColumn field) {
        this.asked = asked;
        this.collection = collection;
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
        List<Nearest> all =
                NearestDocuments.of(shard, asked.vectors(), asked.k(), examples, collection.vectorFormat(), effort);
        NearestExamples search = new NearestExamples(asked, collection, shard, field);
        search.read(all.stream()
                .flatMapToInt(nearest -> Arrays.stream(nearest.passages()))
                .distinct()
                .sorted()
                .toArray());
        List<List<Neighbour>> neighbours = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            neighbours.add(search.neighbours(all.get(i), i));
        }
        return neighbours;
    }

    private void read(int[] passages) throws IOException {
        boolean isAnonymous = Boolean.TRUE.equals(asked.anonymous());
        boolean withVectors = Boolean.TRUE.equals(asked.withVectors());
        Segments.each(shard, passages, (segment, from, to) -> {
            FieldReader values = new FieldReader(field, segment.reader());
            BinaryDocValues ids = segment.reader().getBinaryDocValues(IndexFields.ID);
            for (int i = from; i < to; i++) {
                int doc = passages[i] - segment.docBase;
                String id = isAnonymous || !ids.advanceExact(doc)
                        ? null
                        : ids.binaryValue().utf8ToString();
                float[] vector = withVectors ? PassageVectors.of(shard, passages[i]) : null;
                known.put(passages[i], new Known(id, values.of(doc), vector));
            }
        });
    }

    private List<Neighbour> neighbours(Nearest nearest, int query) throws IOException {
        Map<Integer, Float> late = lateInteraction(nearest.passages(), query);
        return IntStream.range(0, nearest.passages().length)
                .mapToObj(i -> {
                    int passage = nearest.passages()[i];
                    Known what = Objects.requireNonNull(known.get(passage));
                    return new Neighbour(
                            what.documentId(), nearest.cosines()[i], late.get(passage), what.values(), what.vector());
                })
                .toList();
    }

    /** Of the passages that have token vectors. */
    private Map<Integer, Float> lateInteraction(int[] nearest, int query) throws IOException {
        QueryTokens tokens = asked.tokens() == null ? null : asked.tokens().get(query);
        MaxSim late = MaxSim.of(tokens, null, collection, shard.getIndexReader());
        if (late == null) {
            return Map.of();
        }
        int[] passages = nearest.clone();
        Arrays.sort(passages);
        @Nullable Float[] scores = TokenColumn.scores(shard, late, passages);
        Map<Integer, Float> all = new HashMap<>();
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] != null) {
                all.put(passages[i], scores[i]);
            }
        }
        return all;
    }

    private static void check(NeighbourQuery asked, Collection collection) {
        within("vectors", asked.vectors().size(), NeighbourQuery.MAX_VECTORS);
        within("k", asked.k(), NeighbourQuery.MAX_K);
        if (asked.tokens() != null && asked.tokens().size() != asked.vectors().size()) {
            throw ProblemType.INVALID_VALUE.exception(
                    "tokens",
                    "there are tokens of " + asked.tokens().size() + " texts, and vectors of "
                            + asked.vectors().size());
        }
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
