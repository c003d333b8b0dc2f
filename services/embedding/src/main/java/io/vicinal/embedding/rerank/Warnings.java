package io.vicinal.embedding.rerank;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is said of texts that were not read as they were sent. */
final class Warnings {
    /** Places that are named, of many. */
    private static final int NAMED = 10;

    static List<String> ofQuery(boolean truncated) {
        return truncated
                ? List.of("The query is longer than the model reads; only its beginning was read.")
                : List.of();
    }

    /** @param truncated by the place among the distinct texts */
    static List<String> ofTexts(String field, Distinct distinct, IntPredicate truncated) {
        List<String> warnings = new ArrayList<>();
        List<Integer> cut = IntStream.range(0, distinct.of().length)
                .filter(i -> distinct.of()[i] != Distinct.BLANK && truncated.test(distinct.of()[i]))
                .boxed()
                .toList();
        if (!cut.isEmpty()) {
            warnings.add("Longer than is read, so that a part was left out: " + named(field, cut) + ".");
        }
        List<Integer> blank = IntStream.range(0, distinct.of().length)
                .filter(i -> distinct.of()[i] == Distinct.BLANK)
                .boxed()
                .toList();
        if (!blank.isEmpty()) {
            warnings.add("Without a word, and so of score 0: " + named(field, blank) + ".");
        }
        return warnings;
    }

    private static String named(String field, List<Integer> places) {
        String names =
                places.stream().limit(NAMED).map(i -> field + '[' + i + ']').collect(Collectors.joining(", "));
        return places.size() <= NAMED ? names : names + " and " + (places.size() - NAMED) + " more";
    }

    private Warnings() {}
}
