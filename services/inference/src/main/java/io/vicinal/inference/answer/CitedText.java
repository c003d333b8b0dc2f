package io.vicinal.inference.answer;

import io.vicinal.text.sentence.TextSentences;
import io.vicinal.text.sentence.TextSentences.Sentence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model's text with its citations read: numbers in brackets, such as {@code [1]}, {@code [1, 3]} or {@code [1][3]}, before or
 * after the full stop. Numbers of passages that were not given are taken out of the text.
 *
 * @param dropped how many those were
 */
record CitedText(String text, List<Cited> sentences, int dropped) {
    private static final Pattern CITATION = Pattern.compile("\\[(\\d{1,6}(?:\\s*[,;]\\s*\\d{1,6})*)]");
    private static final Pattern ONLY_CITATIONS = Pattern.compile("(?:\\s*" + CITATION.pattern() + "[.!?]?)+\\s*");
    private static final Pattern FIRST_CITATIONS = Pattern.compile("(?:\\s*" + CITATION.pattern() + ")+\\s*");

    /** A sentence's end that citations hide from the rules that find it. */
    private static final Pattern END =
            Pattern.compile("[.!?…。！？][\"'”’)]*\\s*(?:" + CITATION.pattern() + "\\s*)+(?=\\S)");

    /**
     * @param start in the text, in UTF-16 code units
     * @param end one past the last, citations counted
     * @param numbers of the passages that it cites, from 1, ascending
     */
    record Cited(int start, int end, List<Integer> numbers) {}

    /** @param given the passages that there are: 1 to this */
    static CitedText of(String answer, int given) {
        StringBuilder text = new StringBuilder();
        int dropped = 0;
        Matcher matcher = CITATION.matcher(answer.strip());
        while (matcher.find()) {
            List<Integer> all = numbers(matcher.group(1));
            List<Integer> kept =
                    all.stream().filter(n -> n >= 1 && n <= given).distinct().toList();
            dropped += (int) all.stream().filter(n -> n < 1 || n > given).count();
            StringBuilder mark = new StringBuilder();
            kept.forEach(number -> mark.append('[').append(number).append(']'));
            matcher.appendReplacement(text, mark.toString());
            if (kept.isEmpty()) {
                dropSpace(text);
            }
        }
        matcher.appendTail(text);
        String read = text.toString().strip();
        return new CitedText(read, cited(read), dropped);
    }

    private static void dropSpace(StringBuilder text) {
        while (!text.isEmpty() && text.charAt(text.length() - 1) == ' ') {
            text.setLength(text.length() - 1);
        }
    }

    private static List<Integer> numbers(String list) {
        return Arrays.stream(list.split("[,;]"))
                .map(number -> Integer.valueOf(number.strip()))
                .toList();
    }

    private static List<Cited> cited(String text) {
        List<int[]> spans = new ArrayList<>();
        for (Sentence sentence : atCitations(text)) {
            int start = sentence.start();
            Matcher first = FIRST_CITATIONS.matcher(text).region(start, sentence.end());
            if (!spans.isEmpty() && first.lookingAt()) {
                // "… tall. [1] It was …": what stands at the beginning belongs to the sentence before.
                boolean alone = ONLY_CITATIONS
                        .matcher(text)
                        .region(start, sentence.end())
                        .matches();
                int end = alone ? sentence.end() : first.end();
                spans.getLast()[1] = text.substring(0, end).stripTrailing().length();
                start = end;
            }
            if (start < sentence.end()) {
                spans.add(new int[] {start, sentence.end()});
            }
        }
        return spans.stream()
                .map(span -> new Cited(span[0], span[1], numbersIn(text.substring(span[0], span[1]))))
                .toList();
    }

    private static List<Sentence> atCitations(String text) {
        List<Sentence> parts = new ArrayList<>();
        for (Sentence sentence : TextSentences.of(text)) {
            int start = sentence.start();
            Matcher end = END.matcher(text).region(start, sentence.end());
            while (end.find()) {
                parts.add(new Sentence(
                        start,
                        start + text.substring(start, end.end()).stripTrailing().length()));
                start = end.end();
            }
            parts.add(new Sentence(start, sentence.end()));
        }
        return parts;
    }

    private static List<Integer> numbersIn(String sentence) {
        TreeSet<Integer> all = new TreeSet<>();
        CITATION.matcher(sentence)
                .results()
                .map(MatchResult::group)
                .forEach(mark -> all.addAll(numbers(mark.substring(1, mark.length() - 1))));
        return List.copyOf(all);
    }

    /** What a sentence says, without its citations. */
    String words(Cited sentence) {
        return CITATION.matcher(text.substring(sentence.start(), sentence.end()))
                .replaceAll("")
                .replaceAll("\\s+([.!?])", "$1")
                .strip();
    }
}
