package io.vicinal.retrieval.highlight;

import io.vicinal.retrieval.lexical.AnalysedQuery;
import io.vicinal.retrieval.lexical.AnalysedQuery.Word;
import io.vicinal.retrieval.lexical.LexicalField;
import io.vicinal.retrieval.lexical.Phrase;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/** A query as the highlighter wants it: what matches, without what it is worth. */
final class MatchQuery {

    static Query of(AnalysedQuery asked) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (Phrase phrase : asked.phrases()) {
            any.add(phrase.query(), Occur.SHOULD);
        }
        for (Word word : asked.words()) {
            Term term = new Term(LexicalField.NAME, word.term());
            any.add(
                    word.edits() > 0
                            ? new FuzzyQuery(term, word.edits(), AnalysedQuery.FUZZY_PREFIX)
                            : new TermQuery(term),
                    Occur.SHOULD);
        }
        return any.build();
    }

    private MatchQuery() {}
}
