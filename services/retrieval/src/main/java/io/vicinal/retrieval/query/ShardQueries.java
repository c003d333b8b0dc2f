package io.vicinal.retrieval.query;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.ExampleQuery;
import io.vicinal.contracts.search.ExampleQuery.ShardExamples;
import io.vicinal.contracts.search.Explanation;
import io.vicinal.contracts.search.Fuzziness;
import io.vicinal.contracts.search.LexicalStatistics;
import io.vicinal.contracts.search.NeighbourQuery;
import io.vicinal.contracts.search.NeighbourQuery.ShardNeighbours;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.contracts.search.RetrievalApi.CountQuery;
import io.vicinal.contracts.search.RetrievalApi.Direction;
import io.vicinal.contracts.search.RetrievalApi.DirectionsQuery;
import io.vicinal.contracts.search.RetrievalApi.DocumentQuery;
import io.vicinal.contracts.search.RetrievalApi.ExplainQuery;
import io.vicinal.contracts.search.RetrievalApi.FacetQuery;
import io.vicinal.contracts.search.RetrievalApi.Highlight;
import io.vicinal.contracts.search.RetrievalApi.PassageQuery;
import io.vicinal.contracts.search.RetrievalApi.ShardCandidates;
import io.vicinal.contracts.search.RetrievalApi.ShardFacets;
import io.vicinal.contracts.search.RetrievalApi.SortedDocuments;
import io.vicinal.contracts.search.RetrievalApi.SortedQuery;
import io.vicinal.contracts.search.RetrievalApi.StatisticsQuery;
import io.vicinal.contracts.search.RetrievalApi.StoredPassage;
import io.vicinal.retrieval.background.Backgrounds;
import io.vicinal.retrieval.browse.FacetCount;
import io.vicinal.retrieval.browse.SortedSearch;
import io.vicinal.retrieval.candidates.CandidateSearch;
import io.vicinal.retrieval.candidates.LexicalQuery;
import io.vicinal.retrieval.examples.AllExamples;
import io.vicinal.retrieval.examples.NearestExamples;
import io.vicinal.retrieval.filter.FilterQuery;
import io.vicinal.retrieval.highlight.Highlighter;
import io.vicinal.retrieval.lateinteraction.WordPieces;
import io.vicinal.retrieval.lexical.AnalysedQuery;
import io.vicinal.retrieval.lexical.LexicalField;
import io.vicinal.retrieval.recall.RecallMonitor;
import io.vicinal.retrieval.shard.DocumentExpiry;
import io.vicinal.retrieval.shard.IndexFields;
import io.vicinal.retrieval.shard.PassageVectors;
import io.vicinal.retrieval.shard.PointInTime;
import io.vicinal.retrieval.shard.Shard;
import io.vicinal.retrieval.shard.Shards;
import io.vicinal.retrieval.shard.StoredDocuments;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/** The questions of {@link io.vicinal.contracts.search.RetrievalApi} put to an open shard, on the calling thread. */
final class ShardQueries {
    private final Shards shards;
    private final Backgrounds backgrounds = new Backgrounds();
    private final RecallMonitor recall;

    ShardQueries(Shards shards, RecallMonitor recall) {
        this.shards = shards;
        this.recall = recall;
    }

    LexicalStatistics statistics(StatisticsQuery query) throws IOException {
        Shard shard = shards.serving(query.shard());
        try (PointInTime at = shard.pointInTime()) {
            LexicalStatistics terms = LexicalQuery.statistics(
                    analysed(query.query(), query.fuzziness(), shard.collection()), at.searcher());
            LexicalStatistics all = query.pieces() == null ? terms : with(query.pieces(), terms, at.searcher());
            return Boolean.TRUE.equals(query.center())
                    ? all.with(backgrounds.center(shard.collection(), shard.id(), at.searcher()))
                    : all;
        }
    }

    private static LexicalStatistics with(int[] pieces, LexicalStatistics terms, IndexSearcher searcher)
            throws IOException {
        IndexReader shard = searcher.getIndexReader();
        return new LexicalStatistics(
                terms.passages(),
                terms.tokens(),
                terms.documentFrequency(),
                WordPieces.passages(shard),
                WordPieces.frequency(pieces, shard));
    }

    ShardCandidates candidates(CandidateQuery query) throws IOException {
        Shard shard = shards.serving(query.shard());
        long behind = shard.behind();
        try (PointInTime at = asked(query.pointInTime(), shard)) {
            Collection collection = shard.collection();
            AnalysedQuery words = CandidateSearch.words(query, collection);
            List<Candidate> candidates = CandidateSearch.search(
                    query,
                    words,
                    collection,
                    at.searcher(),
                    recall.effort(shard),
                    shard.now(),
                    center(query, collection, at.searcher()));
            recall.offer(shard, query);
            return new ShardCandidates(
                    at.number(),
                    behind,
                    candidates,
                    words == null ? List.of() : words.warnings(),
                    Boolean.TRUE.equals(query.background()) ? backgrounds.of(query, at.searcher()) : null);
        }
    }

    /** The whole collection's, where it is known. */
    private float[] center(CandidateQuery query, Collection collection, IndexSearcher searcher) throws IOException {
        LexicalStatistics statistics = query.statistics();
        return statistics != null && statistics.center() != null
                ? statistics.center()
                : backgrounds.center(collection, query.shard(), searcher);
    }

    private static PointInTime asked(@Nullable Long pointInTime, Shard shard) throws IOException {
        if (pointInTime == null) {
            return shard.pointInTime();
        }
        PointInTime earlier = shard.pointInTime(pointInTime);
        if (earlier == null) {
            throw ProblemType.CURSOR_EXPIRED.exception(
                    "cursor",
                    "The state of the index that the cursor goes on with is no longer kept; search again from the first page.");
        }
        return earlier;
    }

    SortedDocuments sorted(SortedQuery query) throws IOException {
        Shard shard = shards.serving(query.shard());
        long behind = shard.behind();
        try (PointInTime at = shard.pointInTime()) {
            return new SortedDocuments(
                    at.number(),
                    behind,
                    SortedSearch.search(query, shard.collection(), at.searcher(), shard.now()),
                    analysed(query.query(), query.fuzziness(), shard.collection())
                            .warnings());
        }
    }

    ShardFacets facets(FacetQuery query) throws IOException {
        Shard shard = shards.serving(query.shard());
        long behind = shard.behind();
        try (PointInTime at = shard.pointInTime()) {
            return new ShardFacets(FacetCount.count(query, shard.collection(), at.searcher(), shard.now()), behind);
        }
    }

    ShardNeighbours neighbours(NeighbourQuery query) throws IOException {
        Shard shard = shards.serving(query.shard());
        long behind = shard.behind();
        try (PointInTime at = shard.pointInTime()) {
            return new ShardNeighbours(
                    NearestExamples.search(query, shard.collection(), at.searcher(), recall.effort(shard), shard.now()),
                    behind);
        }
    }

    ShardExamples examples(ExampleQuery query) throws IOException {
        Shard shard = shards.serving(query.shard());
        try (PointInTime at = asked(query.pointInTime(), shard)) {
            AllExamples.Page page = AllExamples.page(query, shard.collection(), at.searcher(), shard.now());
            return new ShardExamples(at.number(), page.examples(), page.last());
        }
    }

    /** Null for those that are not there, and for all when that point in time has gone. */
    List<StoredPassage> passages(PassageQuery query) throws IOException {
        Shard shard = shards.serving(query.shard());
        try (PointInTime at = shard.pointInTime(query.pointInTime())) {
            if (at == null) {
                return Collections.nCopies(query.docs().size(), null);
            }
            Highlighter highlighter = highlighter(query.highlight(), shard.collection(), at.searcher());
            List<StoredPassage> passages = new ArrayList<>(query.docs().size());
            for (int doc : query.docs()) {
                StoredPassage passage = StoredDocuments.passage(at.searcher(), doc);
                StoredPassage shown =
                        passage == null || highlighter == null ? passage : highlighter.highlighted(passage);
                passages.add(
                        shown == null || !Boolean.TRUE.equals(query.vectors())
                                ? shown
                                : shown.with(PassageVectors.of(at.searcher(), doc)));
            }
            return passages;
        }
    }

    /** Null for all when that point in time has gone. */
    List<@Nullable Explanation> explain(ExplainQuery asked) throws IOException {
        CandidateQuery query = asked.query();
        if (asked.docs().size() > Explanation.MAX_HITS) {
            throw ProblemType.INVALID_VALUE.exception(
                    "docs", "at most " + Explanation.MAX_HITS + " passages are explained at once");
        }
        Shard shard = shards.serving(query.shard());
        try (PointInTime at = shard.pointInTime(asked.pointInTime())) {
            if (at == null) {
                return Collections.nCopies(asked.docs().size(), null);
            }
            return List.copyOf(CandidateSearch.explain(
                    query, shard.collection(), at.searcher(), recall.effort(shard), shard.now(), asked.docs()));
        }
    }

    /** Null for those that are not there or have expired. */
    List<@Nullable Direction> directions(DirectionsQuery query) throws IOException {
        if (query.ids().size() > DirectionsQuery.MAX_IDS) {
            throw ProblemType.INVALID_VALUE.exception(
                    "ids", "at most " + DirectionsQuery.MAX_IDS + " ids are looked up at once");
        }
        Shard shard = shards.serving(query.shard());
        try (PointInTime at = shard.pointInTime()) {
            List<@Nullable Direction> directions = new ArrayList<>(query.ids().size());
            for (String id : query.ids()) {
                directions.add(PassageVectors.direction(at.searcher(), id, shard.now()));
            }
            return directions;
        }
    }

    private static @Nullable Highlighter highlighter(
            @Nullable Highlight asked, Collection collection, IndexSearcher searcher) {
        return asked == null
                ? null
                : new Highlighter(
                        AnalysedQuery.of(asked.query(), asked.fuzziness(), collection),
                        LexicalField.analyzer(collection),
                        searcher);
    }

    private static AnalysedQuery analysed(
            @Nullable String query, @Nullable Fuzziness fuzziness, Collection collection) {
        return AnalysedQuery.of(
                Objects.requireNonNullElse(query, ""),
                Objects.requireNonNullElse(fuzziness, Fuzziness.EXACT),
                collection);
    }

    @Nullable
    Document document(DocumentQuery query) throws IOException {
        Shard shard = shards.serving(query.shard());
        try (PointInTime at = shard.pointInTime()) {
            return StoredDocuments.document(at.searcher(), query.id())
                    .filter(document -> document.expiresAt() == null
                            || Instant.parse(document.expiresAt()).isAfter(shard.now()))
                    .orElse(null);
        }
    }

    long count(CountQuery query) throws IOException {
        Shard shard = shards.serving(query.shard());
        try (PointInTime at = shard.pointInTime()) {
            Query matching = DocumentExpiry.unexpired(
                    FilterQuery.of(query.filter(), shard.collection().fields()), at.searcher(), shard.now());
            BooleanQuery.Builder documents = new BooleanQuery.Builder().add(IndexFields.documents(), Occur.FILTER);
            if (matching != null) {
                documents.add(matching, Occur.FILTER);
            }
            return at.searcher().count(documents.build());
        }
    }
}
