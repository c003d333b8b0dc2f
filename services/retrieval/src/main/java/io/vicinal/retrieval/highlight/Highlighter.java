package io.vicinal.retrieval.highlight;

import io.vicinal.contracts.search.RetrievalApi.StoredPassage;
import io.vicinal.contracts.text.TextSpan;
import io.vicinal.retrieval.lexical.AnalysedQuery;
import io.vicinal.retrieval.lexical.LexicalField;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter.HighlightFlag;
import org.apache.lucene.search.uhighlight.WholeBreakIterator;

/**
 * Finds a query's words and phrases in passages by analysing their texts again: a fraction of a millisecond for each of the
 * few that are shown, where offsets in the index would cost bytes for every word of all. For one query, on one thread.
 */
public final class Highlighter {
    private final UnifiedHighlighter lucene;
    private final Query query;
    private final IndexSearcher searcher;

    /** @param analyzer of the collection */
    public Highlighter(AnalysedQuery asked, Analyzer analyzer, IndexSearcher searcher) {
        this.query = MatchQuery.of(asked);
        this.searcher = searcher;
        this.lucene = UnifiedHighlighter.builderWithoutSearcher(analyzer)
                .withFlags(EnumSet.of(
                        HighlightFlag.PHRASES,
                        HighlightFlag.MULTI_TERM_QUERY,
                        HighlightFlag.PASSAGE_RELEVANCY_OVER_SPEED))
                .withMaxLength(Integer.MAX_VALUE - 1)
                .withBreakIterator(WholeBreakIterator::new)
                .withMaxNoHighlightPassages(0)
                .withFormatter(new MatchFormatter())
                .build();
    }

    /** The passage with its highlights; offsets are those of the document's text. */
    public StoredPassage highlighted(StoredPassage passage) throws IOException {
        List<Match> matches = matches(passage.text());
        TextSpan sentence = new SentenceByWords(this::rarity).best(passage.text(), matches);
        return new StoredPassage(
                passage.documentId(),
                passage.ordinal(),
                passage.title(),
                passage.text(),
                passage.start(),
                passage.end(),
                passage.fields(),
                Match.spans(matches, passage.text(), passage.start()),
                passage.title() == null ? List.of() : Match.spans(matches(passage.title()), passage.title(), 0),
                sentence == null
                        ? null
                        : new TextSpan(passage.start() + sentence.start(), passage.start() + sentence.end()));
    }

    private List<Match> matches(String text) throws IOException {
        return text.isEmpty()
                ? List.of()
                : MatchFormatter.matches(lucene.highlightWithoutSearcher(LexicalField.NAME, query, text, 1));
    }

    /** BM25's inverse document frequency; a match that is no word of the shard's (a phrase, a variant) is middling. */
    private double rarity(Match match) throws IOException {
        int passages = searcher.getIndexReader().getDocCount(LexicalField.NAME);
        int holding = searcher.getIndexReader().docFreq(new Term(LexicalField.NAME, match.term()));
        double frequency = holding == 0 ? Math.sqrt(passages) : holding;
        return Math.log1p((passages - frequency + 0.5) / (frequency + 0.5));
    }
}
