package io.vicinal.retrieval.lexical;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.Similarity;
import org.jspecify.annotations.Nullable;

/** The one field that lexical search reads: title and passage together, English analysis, BM25 with k1 0.9 and b 0.4. */
public final class LexicalField {
    public static final String NAME = "content";

    /**
     * Distinct terms of a query that are searched for, the first ones in the text. A query is at most 64 KiB of text and
     * only a pasted document has more; what follows is left out of lexical search.
     */
    public static final int MAX_TERMS = 1024;

    private static final Analyzer ANALYZER = new EnglishAnalyzer();
    private static final Similarity SIMILARITY = new BM25Similarity(0.9f, 0.4f);

    /** Thread-safe. */
    public static Analyzer analyzer() {
        return ANALYZER;
    }

    public static Similarity similarity() {
        return SIMILARITY;
    }

    /** What a passage holds in the field: its title goes with each of a document's passages. */
    public static String content(@Nullable String title, String passage) {
        return title == null || title.isEmpty() ? passage : title + " " + passage;
    }

    /**
     * The analysed terms of a query. Any input is just text; there is no query syntax.
     *
     * @return term to the times it occurs, in order of first occurrence, at most {@link #MAX_TERMS}
     */
    public static Map<String, Integer> terms(String query) {
        Map<String, Integer> terms = new LinkedHashMap<>();
        try (TokenStream tokens = ANALYZER.tokenStream(NAME, query)) {
            CharTermAttribute term = tokens.getAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                String text = term.toString();
                if (terms.size() < MAX_TERMS || terms.containsKey(text)) {
                    terms.merge(text, 1, Integer::sum);
                }
            }
            tokens.end();
        } catch (IOException e) {
            throw new UncheckedIOException("reading a string cannot fail", e);
        }
        return terms;
    }

    private LexicalField() {}
}
