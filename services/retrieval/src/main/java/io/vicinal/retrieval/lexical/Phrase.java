package io.vicinal.retrieval.lexical;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.MultiPhraseQuery;
import org.apache.lucene.search.Query;

/**
 * Words that stand one after the other, any word standing for each stop word among them.
 *
 * @param places of its words, in order; several words at one place (a word's two possible stems) stand for each other
 */
public record Phrase(List<Place> places) {

    /** @param position counted from the phrase's beginning, stop words included */
    public record Place(int position, List<String> terms) {}

    static Phrase of(TreeMap<Integer, List<String>> byPosition) {
        List<Place> places = new ArrayList<>();
        byPosition.forEach((position, terms) -> places.add(new Place(position, List.copyOf(terms))));
        return new Phrase(places);
    }

    /** Matches passages that hold its words in their places. */
    public Query query() {
        MultiPhraseQuery.Builder phrase = new MultiPhraseQuery.Builder();
        for (Place place : places) {
            phrase.add(
                    place.terms().stream()
                            .map(term -> new Term(LexicalField.NAME, term))
                            .toArray(Term[]::new),
                    place.position());
        }
        return phrase.build();
    }
}
