package io.vicinal.retrieval.candidates;

import io.vicinal.contracts.search.LexicalStatistics;
import io.vicinal.retrieval.filter.FilterQuery;
import io.vicinal.retrieval.lexical.LexicalField;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;

/** A text as a disjunction of its analysed terms, each looked up once for statistics, search and scoring. */
public final class LexicalQuery {
    static {
        // the largest query has MAX_TERMS terms and a filter, where Lucene's own bound is 1,024 in all
        IndexSearcher.setMaxClauseCount(Math.max(IndexSearcher.getMaxClauseCount(), FilterQuery.MAX_CLAUSES));
    }

    private final Map<String, TermStates> states = new LinkedHashMap<>();
    private final BooleanQuery query;

    LexicalQuery(String text, IndexSearcher searcher) throws IOException {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (Map.Entry<String, Integer> occurrences : LexicalField.terms(text).entrySet()) {
            Term term = new Term(LexicalField.NAME, occurrences.getKey());
            TermStates state = TermStates.build(searcher, term, true);
            states.put(occurrences.getKey(), state);
            Query one = new TermQuery(term, state);
            any.add(occurrences.getValue() == 1 ? one : new BoostQuery(one, occurrences.getValue()), Occur.SHOULD);
        }
        query = any.build();
    }

    /** What BM25 needs to know of one shard to score the text. */
    public static LexicalStatistics statistics(String text, IndexSearcher searcher) throws IOException {
        Map<String, Long> documentFrequency = new LinkedHashMap<>();
        new LexicalQuery(text, searcher)
                .states.forEach((term, state) -> documentFrequency.put(term, (long) state.docFreq()));
        CollectionStatistics field = searcher.collectionStatistics(LexicalField.NAME);
        return field == null
                ? new LexicalStatistics(0, 0, documentFrequency, 0, Map.of())
                : new LexicalStatistics(field.docCount(), field.sumTotalTermFreq(), documentFrequency, 0, Map.of());
    }

    /** Whether the text has no term that is searched for, such as one of stop words only. */
    boolean isEmpty() {
        return states.isEmpty();
    }

    Query query() {
        return query;
    }

    /** @param filter null lets everything through */
    Query query(@Nullable Query filter) {
        return filter == null
                ? query
                : new BooleanQuery.Builder()
                        .add(query, Occur.MUST)
                        .add(filter, Occur.FILTER)
                        .build();
    }
}
