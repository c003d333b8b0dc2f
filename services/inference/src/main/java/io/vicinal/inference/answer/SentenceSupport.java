package io.vicinal.inference.answer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Compares a sentence of an answer with what it cites: the sentence there that says the same best, and how well. */
final class SentenceSupport {
    /** Four of five sentences that bear a claim out are above, see docs/decisions/0029. */
    static final double ENOUGH = 0.8;
    /** Of what one sentence cites, in order: the rest is not looked at. */
    private static final int MOST_COMPARED = 100;

    private final Scoring scoring;

    /** @param value 0 to 1 */
    record Support(DocumentSentence by, double value) {}

    SentenceSupport(Scoring scoring) {
        this.scoring = scoring;
    }

    /** Empty where nothing is cited that has a sentence. */
    Mono<Support> of(@Nullable String model, String sentence, List<DocumentSentence> cited) {
        List<DocumentSentence> compared = cited.stream().limit(MOST_COMPARED).toList();
        if (sentence.isBlank() || compared.isEmpty()) {
            return Mono.empty();
        }
        return scoring.score(model, sentence, compared).map(scores -> {
            int best = 0;
            for (int i = 1; i < scores.size(); i++) {
                best = scores.get(i) > scores.get(best) ? i : best;
            }
            return new Support(compared.get(best), scores.get(best));
        });
    }
}
