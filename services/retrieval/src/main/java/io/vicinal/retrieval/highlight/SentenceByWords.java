package io.vicinal.retrieval.highlight;

import io.vicinal.contracts.text.TextSpan;
import io.vicinal.text.sentence.TextSentences;
import io.vicinal.text.sentence.TextSentences.Sentence;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** The sentence whose different words of the query are the rarest together; of sentences alike, the first. */
final class SentenceByWords {

    interface Rarity {
        double of(Match match) throws IOException;
    }

    private final Rarity rarity;

    SentenceByWords(Rarity rarity) {
        this.rarity = rarity;
    }

    /** @return null where no sentence holds a match */
    @Nullable
    TextSpan best(String text, List<Match> matches) throws IOException {
        if (matches.isEmpty()) {
            return null;
        }
        TextSpan best = null;
        double most = 0;
        int next = 0;
        for (Sentence sentence : TextSentences.of(text)) {
            Set<BytesRef> seen = new HashSet<>();
            double sum = 0;
            for (; next < matches.size() && matches.get(next).start() < sentence.end(); next++) {
                if (seen.add(matches.get(next).term())) {
                    sum += rarity.of(matches.get(next));
                }
            }
            if (sum > most) {
                most = sum;
                best = new TextSpan(sentence.start(), sentence.end());
            }
        }
        return best;
    }
}
