package io.vicinal.gateway.answer;

import io.vicinal.contracts.inference.AnswerRequest.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A question by itself, told from a conversation by rules: one that refers back ("How tall is it?", "And in winter?") takes the
 * user's questions before it along, back to one that stands alone. One that stands alone is left as it is, so that a change of subject
 * brings nothing of the old one.
 */
final class Condensed {
    /** Questions that are taken along. */
    private static final int MOST_BEFORE = 3;
    /** Of each, the end; long ones are documents rather than questions. */
    private static final int MOST_CHARACTERS = 1000;
    /** A question with fewer words is rarely one by itself. */
    private static final int LEAST_WORDS = 4;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['’][\\p{L}]+)?");

    private static final Set<String> REFER_BACK = Set.of(
            "it", "its", "itself", "he", "him", "his", "she", "her", "hers", "they", "them", "their", "theirs", "this",
            "that", "these", "those", "there", "then", "one", "ones", "former", "latter", "same", "such", "other",
            "others", "it's", "it’s", "that's", "that’s", "they're", "they’re", "he's", "she's");

    private static final List<String> BEGINNINGS =
            List.of("and ", "but ", "or ", "so ", "also ", "what about", "how about", "what else", "why not");

    static String query(String question, List<Turn> earlier) {
        List<String> parts = new ArrayList<>();
        parts.add(question);
        List<String> before = earlier.stream()
                .filter(Turn::isUsers)
                .map(turn -> String.valueOf(turn.content()).strip())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.toList());
        while (!before.isEmpty() && parts.size() <= MOST_BEFORE && refersBack(parts.getFirst())) {
            String last = before.removeLast();
            parts.addFirst(last.substring(Math.max(0, last.length() - MOST_CHARACTERS)));
        }
        return String.join(" ", parts);
    }

    static boolean refersBack(String question) {
        String plain = question.strip().toLowerCase(Locale.ROOT);
        List<String> words =
                WORD.matcher(plain).results().map(match -> match.group()).toList();
        return words.size() < LEAST_WORDS
                || BEGINNINGS.stream().anyMatch(plain::startsWith)
                || words.stream().anyMatch(REFER_BACK::contains);
    }

    private Condensed() {}
}
