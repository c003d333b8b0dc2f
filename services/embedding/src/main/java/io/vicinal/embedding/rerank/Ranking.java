package io.vicinal.embedding.rerank;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Texts, best first; equal ones in the order of the request.
 *
 * @param tokens that were read, those of the query counted once for vectors and with every pair
 * @param warnings what was not read as it was sent, in sentences
 */
public record Ranking(String model, List<Ranked> ranked, long tokens, List<String> warnings) {

    /**
     * @param index in the request, from 0
     * @param score from 0 to 1, which compares between requests, see docs/api.md
     * @param raw what it was made of: a mean of cosines, or a cross-encoder's logit
     */
    public record Ranked(int index, double score, double raw) {}

    /** @param raw of each text of the request */
    static List<Ranked> bestFirst(double[] raw, double[] scores) {
        return IntStream.range(0, raw.length)
                .mapToObj(i -> new Ranked(i, scores[i], raw[i]))
                .sorted(Comparator.comparingDouble(Ranked::raw).reversed().thenComparingInt(Ranked::index))
                .toList();
    }
}
