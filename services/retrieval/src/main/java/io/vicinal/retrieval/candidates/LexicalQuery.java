package io.vicinal.retrieval.candidates;

import io.vicinal.contracts.search.LexicalStatistics;
import io.vicinal.retrieval.filter.FilterQuery;
import io.vicinal.retrieval.lexical.AnalysedQuery;
import io.vicinal.retrieval.lexical.AnalysedQuery.Word;
import io.vicinal.retrieval.lexical.LexicalField;
import io.vicinal.retrieval.lexical.Phrase;
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

/**
 * A query as a disjunction of its words under a conjunction of its phrases: a passage matches that holds every phrase and,
 * where there is none, any of the words. Each word is looked up once for statistics, search and scoring.
 */
public final class LexicalQuery {
    /** Leaves of the largest of these. */
    private static final int MAX_CLAUSES =
            AnalysedQuery.MAX_TERMS + AnalysedQuery.MAX_FUZZY * (FuzzyWord.MAX_VARIANTS + 1);

    static {
        FilterQuery.leaveRoomFor(MAX_CLAUSES);
    }

    private final Map<String, Long> documentFrequency = new LinkedHashMap<>();
    private final BooleanQuery query;

    /** @param global of the collection, or null where the shard is all of it */
    LexicalQuery(AnalysedQuery asked, IndexSearcher searcher, @Nullable LexicalStatistics global) throws IOException {
        BooleanQuery.Builder clauses = new BooleanQuery.Builder();
        for (Phrase phrase : asked.phrases()) {
            clauses.add(phrase.query(), Occur.MUST);
            for (Phrase.Place place : phrase.places()) {
                for (String term : place.terms()) {
                    documentFrequency.computeIfAbsent(term, _ -> 0L);
                }
            }
        }
        for (Map.Entry<String, Long> ofPhrase : documentFrequency.entrySet()) {
            ofPhrase.setValue((long) searcher.getIndexReader().docFreq(new Term(LexicalField.NAME, ofPhrase.getKey())));
        }
        for (Word word : asked.words()) {
            Query one = word.edits() > 0 ? fuzzy(word, searcher, global) : exact(word, searcher);
            clauses.add(word.occurrences() == 1 ? one : new BoostQuery(one, word.occurrences()), Occur.SHOULD);
        }
        query = clauses.build();
    }

    private Query exact(Word word, IndexSearcher searcher) throws IOException {
        Term term = new Term(LexicalField.NAME, word.term());
        TermStates states = TermStates.build(searcher, term, true);
        documentFrequency.put(word.term(), (long) states.docFreq());
        return new TermQuery(term, states);
    }

    private Query fuzzy(Word word, IndexSearcher searcher, @Nullable LexicalStatistics global) throws IOException {
        FuzzyWord fuzzy = new FuzzyWord(word.term(), word.edits(), searcher);
        fuzzy.addTo(documentFrequency);
        return fuzzy.query(searcher, global);
    }

    /** What BM25 needs to know of one shard to score the query. */
    public static LexicalStatistics statistics(AnalysedQuery asked, IndexSearcher searcher) throws IOException {
        Map<String, Long> documentFrequency = new LexicalQuery(asked, searcher, null).documentFrequency;
        CollectionStatistics field = searcher.collectionStatistics(LexicalField.NAME);
        return field == null
                ? new LexicalStatistics(0, 0, documentFrequency, 0, Map.of())
                : new LexicalStatistics(field.docCount(), field.sumTotalTermFreq(), documentFrequency, 0, Map.of());
    }

    /** Whether nothing is searched for, as in a query of stop words only. */
    boolean isEmpty() {
        return query.clauses().isEmpty();
    }

    BooleanQuery query() {
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
