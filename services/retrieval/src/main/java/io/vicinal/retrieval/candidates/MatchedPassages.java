package io.vicinal.retrieval.candidates;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.search.Fuzziness;
import io.vicinal.contracts.search.RetrievalApi.SortedQuery;
import io.vicinal.retrieval.lexical.AnalysedQuery;
import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;

/** The passages with words of a query, for a search that orders them by something else. */
public final class MatchedPassages {
    private final LexicalQuery lexical;
    private final IndexSearcher searcher;

    private MatchedPassages(LexicalQuery lexical, IndexSearcher searcher) {
        this.lexical = lexical;
        this.searcher = searcher;
    }

    public static MatchedPassages of(SortedQuery asked, Collection collection, IndexSearcher shard) throws IOException {
        IndexSearcher searcher = new GlobalStatisticsSearcher(shard, null);
        AnalysedQuery words = AnalysedQuery.of(
                Objects.requireNonNullElse(asked.query(), ""),
                Objects.requireNonNullElse(asked.fuzziness(), Fuzziness.EXACT),
                collection);
        return new MatchedPassages(new LexicalQuery(words, searcher, null), searcher);
    }

    /** Whether there is no word to look for. */
    public boolean isNothing() {
        return lexical.isEmpty();
    }

    public Query query() {
        return lexical.query();
    }

    /**
     * BM25 by the shard's own statistics.
     *
     * @param passages in ascending order
     */
    public float[] scores(int[] passages) throws IOException {
        return Signals.lexical(searcher, lexical, passages);
    }
}
