package io.vicinal.retrieval.highlight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.search.uhighlight.Passage;
import org.apache.lucene.search.uhighlight.PassageFormatter;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Hands out where the words stand, and formats nothing: what is shown, and how, is the caller's. */
final class MatchFormatter extends PassageFormatter {

    @Override
    public Object format(Passage[] passages, String content) {
        List<Match> matches = new ArrayList<>();
        for (Passage passage : passages) {
            for (int i = 0; i < passage.getNumMatches(); i++) {
                matches.add(new Match(
                        passage.getMatchStarts()[i],
                        passage.getMatchEnds()[i],
                        BytesRef.deepCopyOf(passage.getMatchTerms()[i])));
            }
        }
        matches.sort(Comparator.comparingInt(Match::start));
        return matches;
    }

    @SuppressWarnings("unchecked") // what format returned
    static List<Match> matches(@Nullable Object formatted) {
        return formatted == null ? List.of() : (List<Match>) formatted;
    }
}
