package io.vicinal.retrieval.lexical;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.search.Fuzziness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/**
 * A query as lexical search reads it. Any input is text; quotes around phrases are its only syntax.
 *
 * @param words outside of phrases, in order of first occurrence
 * @param phrases that a passage must hold to match at all
 * @param warnings what was left out, in a sentence each
 */
public record AnalysedQuery(List<Word> words, List<Phrase> phrases, List<String> warnings) {
    /**
     * Distinct words and all words of phrases that are searched for, the first ones in the text. A query is at most 64 KiB
     * and only a pasted document has more.
     */
    public static final int MAX_TERMS = 1024;

    /** Words that are searched for fuzzily, the first ones in the text: each is looked up in the whole dictionary. */
    public static final int MAX_FUZZY = 32;

    /** The first character of a fuzzy word is taken to be right: else every word of the dictionary has to be looked at. */
    public static final int FUZZY_PREFIX = 1;

    private static final int SHOWN = 40;

    /**
     * @param occurrences in the query, outside of phrases
     * @param edits how many it may be away from a word that counts; 0 for exact
     */
    public record Word(String term, int occurrences, int edits) {}

    public static AnalysedQuery of(String query, Fuzziness fuzziness, Collection collection) {
        return new Reading(LexicalField.analyzer(collection), fuzziness).read(query);
    }

    /** Whether nothing is searched for, as in a query of stop words only. */
    public boolean isEmpty() {
        return words.isEmpty() && phrases.isEmpty();
    }

    private interface Sink {
        void accept(String term, int position);
    }

    private static final class Reading {
        private final Analyzer analyzer;
        private final Fuzziness fuzziness;
        private final Map<String, Integer> occurrences = new LinkedHashMap<>();
        private final List<Phrase> phrases = new ArrayList<>();
        private final Set<String> warnings = new TreeSet<>();
        private int inPhrases;

        Reading(Analyzer analyzer, Fuzziness fuzziness) {
            this.analyzer = analyzer;
            this.fuzziness = fuzziness;
        }

        AnalysedQuery read(String query) {
            for (QueryParts.Part part : QueryParts.of(query)) {
                if (part.phrase()) {
                    phrase(part.text());
                } else {
                    analyse(part.text(), (term, _) -> word(term));
                }
            }
            return new AnalysedQuery(words(), List.copyOf(phrases), List.copyOf(warnings));
        }

        private void word(String term) {
            if (occurrences.containsKey(term) || hasRoom()) {
                occurrences.merge(term, 1, Integer::sum);
            }
        }

        private void phrase(String text) {
            TreeMap<Integer, List<String>> places = new TreeMap<>();
            analyse(text, (term, position) -> {
                if (hasRoom()) {
                    places.computeIfAbsent(position, _ -> new ArrayList<>()).add(term);
                    inPhrases++;
                }
            });
            if (!places.isEmpty()) {
                phrases.add(Phrase.of(places));
            } else if (hasRoom()) {
                warnings.add("The phrase \"" + shown(text)
                        + "\" holds no word that lexical search looks for; it is left out there.");
            }
        }

        private boolean hasRoom() {
            if (occurrences.size() + inPhrases < MAX_TERMS) {
                return true;
            }
            warnings.add("Lexical search looks for the first " + MAX_TERMS
                    + " different words of a query; the words after them are left out there.");
            return false;
        }

        private List<Word> words() {
            List<Word> words = new ArrayList<>(occurrences.size());
            int fuzzy = 0;
            for (Map.Entry<String, Integer> word : occurrences.entrySet()) {
                int edits = edits(word.getKey());
                if (edits > 0 && ++fuzzy > MAX_FUZZY) {
                    warnings.add("fuzziness is for the first " + MAX_FUZZY
                            + " words; those after them are matched exactly.");
                    edits = 0;
                }
                words.add(new Word(word.getKey(), word.getValue(), edits));
            }
            return words;
        }

        /** Numbers and codes are not misspelled words: 2021 is not 2022. */
        private int edits(String term) {
            return term.codePoints().anyMatch(Character::isDigit)
                    ? 0
                    : fuzziness.edits(term.codePointCount(0, term.length()));
        }

        private void analyse(String text, Sink sink) {
            try (TokenStream tokens = analyzer.tokenStream(LexicalField.NAME, text)) {
                CharTermAttribute term = tokens.getAttribute(CharTermAttribute.class);
                PositionIncrementAttribute step = tokens.addAttribute(PositionIncrementAttribute.class);
                tokens.reset();
                int position = -1;
                while (tokens.incrementToken()) {
                    position += step.getPositionIncrement();
                    sink.accept(term.toString(), position);
                }
                tokens.end();
            } catch (IOException e) {
                throw new UncheckedIOException("reading a string cannot fail", e);
            }
        }

        private static String shown(String text) {
            return text.codePointCount(0, text.length()) <= SHOWN
                    ? text
                    : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…";
        }
    }
}
