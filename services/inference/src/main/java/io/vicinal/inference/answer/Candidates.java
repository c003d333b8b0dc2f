package io.vicinal.inference.answer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What may answer a question: sentences, and sentences with the one before them, which often says what they are about ("It is 330
 * metres tall"). Two count instead of one where they leave at most half of the question open that the better one leaves.
 */
final class Candidates {
    /** Sentences that are read with the one before them: the best by themselves, and those that follow them. */
    private static final int MOST_READ_AGAIN = 12;
    /** Of what one leaves open, what two may. */
    private static final double OPEN = 0.5;
    /** What its document's relevance counts for a sentence, see docs/decisions/0029. */
    private static final double OF_DOCUMENT = 0.5;

    private final Scoring scoring;

    Candidates(Scoring scoring) {
        this.scoring = scoring;
    }

    /**
     * @param sentences how many these are: one or two
     * @param score how well they answer, 0 to 1
     */
    record Candidate(DocumentSentence text, int sentences, double score) {

        /** What it is chosen by: a sentence of a relevant document is more likely to be of the matter. */
        double value() {
            return (1 - OF_DOCUMENT) * score
                    + OF_DOCUMENT * Math.clamp(text.excerpt().relevance(), 0, 1);
        }
    }

    /**
     * The best first.
     *
     * @param model null for the default one
     * @param sentences in the order of their excerpts
     */
    Mono<List<Candidate>> of(@Nullable String model, String query, List<DocumentSentence> sentences) {
        return scoring.score(model, query, sentences).flatMap(scores -> {
            List<Candidate> alone = IntStream.range(0, sentences.size())
                    .mapToObj(i -> new Candidate(sentences.get(i), 1, scores.get(i)))
                    .toList();
            List<Integer> again = again(alone);
            List<DocumentSentence> two = again.stream()
                    .map(i -> sentences.get(i).after(sentences.get(i - 1)))
                    .toList();
            return scoring.score(model, query, two).map(ofTwo -> sorted(alone, again, two, ofTwo));
        });
    }

    private static List<Integer> again(List<Candidate> alone) {
        TreeSet<Integer> again = new TreeSet<>();
        IntStream.range(0, alone.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -alone.get(i).value()))
                .limit(MOST_READ_AGAIN)
                .forEach(i -> {
                    again.add(i);
                    again.add(i + 1);
                });
        return again.stream().filter(i -> hasBefore(alone, i)).toList();
    }

    private static boolean hasBefore(List<Candidate> alone, int i) {
        return i > 0
                && i < alone.size()
                && alone.get(i).text().excerpt().equals(alone.get(i - 1).text().excerpt());
    }

    private static List<Candidate> sorted(
            List<Candidate> alone, List<Integer> again, List<DocumentSentence> two, List<Double> ofTwo) {
        List<Candidate> all = new ArrayList<>(alone);
        for (int i = 0; i < two.size(); i++) {
            int second = again.get(i);
            double better =
                    Math.max(alone.get(second).score(), alone.get(second - 1).score());
            if (1 - ofTwo.get(i) <= OPEN * (1 - better)) {
                all.add(new Candidate(two.get(i), 2, ofTwo.get(i)));
            }
        }
        all.sort(Comparator.comparingDouble(Candidate::value).reversed());
        return all;
    }
}
