package io.vicinal.retrieval.highlight;

import io.vicinal.retrieval.lexical.AnalysedQuery;
import io.vicinal.retrieval.lexical.AnalysedQuery.Word;
import io.vicinal.retrieval.lexical.LexicalField;
import io.vicinal.retrieval.lexical.Phrase;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.AutomatonQuery;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.automaton.LevenshteinAutomata;

/** A query as the highlighter wants it: what matches, without what it is worth. */
final class MatchQuery {

    static Query of(AnalysedQuery asked) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (Phrase phrase : asked.phrases()) {
            any.add(phrase.query(), Occur.SHOULD);
        }
        for (Word word : asked.words()) {
            any.add(
                    word.edits() > 0 ? near(word) : new TermQuery(new Term(LexicalField.NAME, word.term())),
                    Occur.SHOULD);
        }
        return any.build();
    }

    /** As a fuzzy query, which would build its automaton anew for every text: that takes a millisecond. */
    private static Query near(Word word) {
        int rest = word.term().offsetByCodePoints(0, AnalysedQuery.FUZZY_PREFIX);
        return new AutomatonQuery(
                new Term(LexicalField.NAME, word.term()),
                new LevenshteinAutomata(word.term().substring(rest), true)
                        .toAutomaton(word.edits(), word.term().substring(0, rest)));
    }

    private MatchQuery() {}
}
