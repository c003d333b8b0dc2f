package io.vicinal.retrieval.candidates;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.Explanation;
import io.vicinal.contracts.search.Fuzziness;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.contracts.search.RetrievalApi.Grouping;
import io.vicinal.contracts.search.SearchRequest;
import io.vicinal.retrieval.filter.FieldColumn;
import io.vicinal.retrieval.filter.FilterQuery;
import io.vicinal.retrieval.lateinteraction.MaxSim;
import io.vicinal.retrieval.lateinteraction.TokenColumn;
import io.vicinal.retrieval.lexical.AnalysedQuery;
import io.vicinal.retrieval.shard.DocumentExpiry;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.jspecify.annotations.Nullable;

/**
 * One query at one shard: the best of each kind under the filter, their union, every signal for each of them. Where the
 * query's tokens are given, the union's best are compared with those too, and are all that is returned.
 */
public final class CandidateSearch {
    /** Candidates of each kind that one query may ask for. */
    static final int MAX_COUNT = 10_000;

    private static final Comparator<Candidate> BY_DOCUMENT =
            Comparator.comparing(Candidate::documentId).thenComparingInt(Candidate::doc);
    /** Best first by the first signal there is; the order is total, so that the same index answers the same. */
    private static final Comparator<Candidate> BEST_FIRST = Comparator.<Candidate>comparingDouble(
                    candidate -> -score(candidate))
            .thenComparing(BY_DOCUMENT);

    private final Collection collection;
    private final CandidateQuery asked;
    private final IndexSearcher searcher;
    private final SearchEffort effort;
    private final @Nullable Query filter;
    private @Nullable FilterMatches matches;
    private final @Nullable LexicalQuery lexical;
    private final @Nullable SparseQuery sparse;
    /** Whether the search before, looking deeper, would have found more. */
    private boolean mayBeMore;
    /** {@code [query vectors][dimensions]}, none for lexical or sparse alone. */
    private final List<float[]> directions;

    private final CandidateVectors vectors;

    private CandidateSearch(
            CandidateQuery asked,
            @Nullable AnalysedQuery words,
            Collection collection,
            IndexSearcher shard,
            SearchEffort effort,
            Instant now,
            float @Nullable [] center)
            throws IOException {
        this.effort = effort;
        this.asked = asked;
        this.directions = vectors(asked);
        this.collection = collection;
        this.searcher = new GlobalStatisticsSearcher(shard, asked.statistics());
        this.vectors = new CandidateVectors(searcher, directions, center);
        this.filter = DocumentExpiry.unexpired(FilterQuery.of(asked.filter(), collection.fields()), shard, now);
        this.lexical = words == null ? null : new LexicalQuery(words, searcher, asked.statistics());
        this.sparse = SparseQuery.of(asked.sparse());
    }

    /**
     * @param shard a searcher of the shard that is held open by the caller
     * @param now what has expired by then is not found
     * @return at most {@code count} of each kind; in a query with several kinds a document may have several passages among them
     * @throws io.vicinal.contracts.error.ProblemException for a vector or filter that does not fit the collection
     */
    public static List<Candidate> search(
            CandidateQuery asked, Collection collection, IndexSearcher shard, SearchEffort effort, Instant now)
            throws IOException {
        return search(asked, words(asked, collection), collection, shard, effort, now, null);
    }

    /**
     * As above.
     *
     * @param words of the query as they were analysed; null where it has none
     * @param center {@code float[dimensions]}, subtracted before sketches are taken; null subtracts nothing
     */
    public static List<Candidate> search(
            CandidateQuery asked,
            @Nullable AnalysedQuery words,
            Collection collection,
            IndexSearcher shard,
            SearchEffort effort,
            Instant now,
            float @Nullable [] center)
            throws IOException {
        check(asked, collection);
        return new CandidateSearch(asked, words, collection, shard, effort, now, center).run();
    }

    /** What lexical search looks for; null where that has no part. */
    public static @Nullable AnalysedQuery words(CandidateQuery asked, Collection collection) {
        return asked.query() == null
                ? null
                : AnalysedQuery.of(
                        asked.query(), Objects.requireNonNullElse(asked.fuzziness(), Fuzziness.EXACT), collection);
    }

    /** As of this moment, with the usual effort. */
    public static List<Candidate> search(CandidateQuery asked, Collection collection, IndexSearcher shard)
            throws IOException {
        return search(asked, collection, shard, SearchEffort.usual(collection.vectorFormat()), Instant.now());
    }

    /**
     * How the signals of candidates came about, each found again or computed as in {@link #search}.
     *
     * @param docs passages of this searcher
     */
    public static List<Explanation> explain(
            CandidateQuery asked,
            Collection collection,
            IndexSearcher shard,
            SearchEffort effort,
            Instant now,
            List<Integer> docs)
            throws IOException {
        check(asked, collection);
        return new CandidateSearch(asked, words(asked, collection), collection, shard, effort, now, null).explain(docs);
    }

    private List<Explanation> explain(List<Integer> docs) throws IOException {
        SignalExplanation explanation = new SignalExplanation(
                searcher,
                vectors,
                nearest(asked.count()),
                lexical,
                matching(asked.count()),
                sparse,
                weighing(asked.count()),
                asked.tokens(),
                MaxSim.of(asked.tokens(), asked.statistics(), collection, searcher.getIndexReader()));
        List<Explanation> all = new ArrayList<>(docs.size());
        for (int doc : docs) {
            all.add(explanation.of(doc));
        }
        return all;
    }

    /** Those that are near to any of the vectors, as many of each. */
    private int[] nearest(int count) throws IOException {
        IntStream all = IntStream.empty();
        for (int vector = 0; vector < directions.size(); vector++) {
            all = IntStream.concat(all, Arrays.stream(nearest(vector, count)));
        }
        return all.toArray();
    }

    /** Of the filter, for all vectors; null lets everything through. */
    private @Nullable FilterMatches matches() throws IOException {
        if (matches == null && filter != null) {
            matches = new FilterMatches(searcher, filter);
        }
        return matches;
    }

    private int[] matching(int count) throws IOException {
        return lexical == null || lexical.isEmpty() ? new int[0] : matching(lexical.query(filter), count);
    }

    private int[] weighing(int count) throws IOException {
        return sparse == null || sparse.isEmpty() ? new int[0] : matching(sparse.query(filter), count);
    }

    private List<Candidate> run() throws IOException {
        MaxSim tokens = MaxSim.of(asked.tokens(), asked.statistics(), collection, searcher.getIndexReader());
        Union found = found(tokens);
        List<Candidate> candidates = candidates(found, tokens, false);
        return asked.pinned() == null || asked.pinned().isEmpty()
                ? candidates
                : Stream.concat(candidates.stream(), candidates(pinned(found), tokens, true).stream())
                        .toList();
    }

    private Union found(@Nullable MaxSim tokens) throws IOException {
        if (asked.groupBy().isField()) {
            return ofGroups(FieldColumn.of(asked.groupBy().by(), collection.fields()), tokens);
        }
        Union found = found(asked.count());
        Union best = tokens == null ? found : found.best(asked.count(), asked.groupBy());
        return withFellows(best);
    }

    /** The best passages of the pinned documents that were not found. */
    private Union pinned(Union found) throws IOException {
        Set<String> ids = new HashSet<>(asked.pinned() == null ? List.of() : asked.pinned());
        ids.removeAll(Arrays.asList(found.documentIds()));
        int size = asked.grouping() == null || asked.groupBy().isField()
                ? 1
                : asked.grouping().size();
        return union(Arrays.stream(PinnedPassages.of(searcher, ids, filter))).bestInside(size);
    }

    private Union found(int count) throws IOException {
        int[] nearest = nearest(count);
        int[] matching = matching(count);
        int[] weighing = weighing(count);
        mayBeMore = nearest.length >= count || matching.length >= count || weighing.length >= count;
        return union(Stream.of(nearest, matching, weighing).flatMapToInt(Arrays::stream));
    }

    private Union union(IntStream passages) throws IOException {
        int[] union = passages.sorted().distinct().toArray();
        return new Union(
                union,
                Signals.documentIds(searcher, union),
                directions.isEmpty() ? null : vectors.bestCosines(union),
                lexical == null ? null : Signals.lexical(searcher, lexical, union),
                sparse == null ? null : sparse.scores(searcher, union));
    }

    /**
     * Looks twice as deep again and again until there are as many groups as are wanted. What is found that way is cut to what
     * the groups need, so that an answer does not grow with the depth.
     */
    private Union ofGroups(FieldColumn field, @Nullable MaxSim tokens) throws IOException {
        Grouping wanted = asked.grouping() == null ? new Grouping(asked.count(), 1) : asked.grouping();
        int count = asked.count();
        Union found = found(count);
        @Nullable String[] groups = Groups.of(searcher, field, found.passages());
        while (mayBeMore && count < MAX_COUNT && found.groups(groups) < wanted.groups()) {
            count = Math.min(MAX_COUNT, 2 * count);
            found = found(count);
            groups = Groups.of(searcher, field, found.passages());
        }
        return tokens == null && count == asked.count() ? found : found.best(asked.count(), groups, wanted);
    }

    /** With the best passages of each document that may be a hit, where those are shown inside it. */
    private Union withFellows(Union found) throws IOException {
        Grouping wanted = asked.grouping();
        if (wanted == null || wanted.size() == 1 || asked.groupBy().equals(GroupBy.PASSAGE)) {
            return found;
        }
        // fusion may order them a little otherwise
        Union hits = found.best(2 * wanted.groups(), GroupBy.DOCUMENT);
        Union inside =
                union(Arrays.stream(Blocks.of(searcher, hits.passages()))).bestInside(wanted.size());
        return union(IntStream.concat(Arrays.stream(found.passages()), Arrays.stream(inside.passages())));
    }

    private List<Candidate> candidates(Union found, @Nullable MaxSim tokens, boolean pinned) throws IOException {
        int[] passages = found.passages();
        @Nullable
        Float[] late = tokens == null ? new Float[passages.length] : TokenColumn.scores(searcher, tokens, passages);
        byte[][] sketches = vectors.sketches(passages);
        @Nullable
        String[] groups = asked.groupBy().isField()
                ? Groups.of(searcher, FieldColumn.of(asked.groupBy().by(), collection.fields()), passages)
                : new String[passages.length];
        List<List<@Nullable Object>> values =
                asked.values() == null ? null : FieldValues.of(searcher, asked.values(), collection.fields(), passages);
        return IntStream.range(0, passages.length)
                .mapToObj(i -> new Candidate(
                        passages[i],
                        found.documentIds()[i],
                        found.dense(i),
                        found.lexical(i),
                        late[i],
                        sketches[i],
                        groups[i],
                        found.sparse(i),
                        values == null ? null : values.get(i),
                        pinned ? true : null))
                .sorted(BEST_FIRST)
                .toList();
    }

    /** The so many best by exact cosine of those that the graph found, in ascending order. */
    private int[] nearest(int vector, int count) throws IOException {
        int explored = effort.explored(count);
        int[] found = DenseSearch.nearest(
                searcher,
                directions.get(vector),
                count,
                asked.groupBy(),
                matches(),
                explored,
                DenseSearch.worthAnExactLook(collection.vectorFormat(), count, explored));
        Arrays.sort(found);
        if (found.length <= count) {
            return found;
        }
        float[] cosines = vectors.cosines(vector, found);
        return IntStream.range(0, found.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> -cosines[i]).thenComparingInt(i -> found[i]))
                .limit(count)
                .mapToInt(i -> found[i])
                .sorted()
                .toArray();
    }

    private int[] matching(Query query, int count) throws IOException {
        if (asked.groupBy().equals(GroupBy.DOCUMENT)) {
            BestPassageCollector best = new BestPassageCollector(count);
            searcher.search(query, best);
            return best.passages();
        }
        return Arrays.stream(searcher.search(query, count).scoreDocs)
                .mapToInt((ScoreDoc hit) -> hit.doc)
                .toArray();
    }

    private static float score(Candidate candidate) {
        Float first = candidate.dense() == null ? candidate.lexical() : candidate.dense();
        Float any = first == null ? candidate.sparse() : first;
        return any == null ? 0 : any;
    }

    private static void check(CandidateQuery asked, Collection collection) {
        if (asked.query() == null && asked.vector() == null && asked.sparse() == null) {
            throw ProblemType.MISSING_VALUE.exception("query", "a query has a text, a vector or sparse weights");
        }
        if (asked.count() < 1 || asked.count() > MAX_COUNT) {
            throw ProblemType.INVALID_VALUE.exception("count", "count is from 1 to " + MAX_COUNT);
        }
        if (asked.pinned() != null && asked.pinned().size() > SearchRequest.MAX_PINNED) {
            throw ProblemType.INVALID_VALUE.exception(
                    "pinned", "at most " + SearchRequest.MAX_PINNED + " documents are pinned");
        }
        for (float[] vector : vectors(asked)) {
            if (vector.length != collection.dimensions()) {
                throw ProblemType.WRONG_DIMENSIONS.exception(
                        "vector",
                        "the vector has " + vector.length + " dimensions, the collection " + collection.dimensions());
            }
            for (float component : vector) {
                if (!Float.isFinite(component)) {
                    throw ProblemType.INVALID_VALUE.exception("vector", "a vector holds finite numbers only");
                }
            }
        }
    }

    private static List<float[]> vectors(CandidateQuery asked) {
        if (asked.vector() == null) {
            return List.of();
        }
        return asked.furtherVectors() == null
                ? List.of(asked.vector())
                : Stream.concat(Stream.of(asked.vector()), asked.furtherVectors().stream())
                        .toList();
    }
}
