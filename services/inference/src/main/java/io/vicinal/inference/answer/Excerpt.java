package io.vicinal.inference.answer;

import io.vicinal.contracts.inference.AnswerQuery.Passage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a document: passages of it that stand beside each other, as one text.
 *
 * @param start in the document's text, in UTF-16 code units
 * @param relevance of the document, 0 to 1
 */
record Excerpt(String documentId, @Nullable String title, String text, int start, double relevance) {
    /** Passages are cut where sentences end, so what lies between two is whitespace, and little of it. */
    private static final int MOST_BETWEEN = 4;

    /** In the order in which the documents first come; of a document, in the order of its text. */
    static List<Excerpt> of(List<Passage> passages) {
        Map<String, List<Passage>> byDocument = new LinkedHashMap<>();
        passages.forEach(passage -> byDocument
                .computeIfAbsent(passage.documentId(), _ -> new ArrayList<>())
                .add(passage));
        List<Excerpt> excerpts = new ArrayList<>();
        byDocument.values().forEach(ofDocument -> merge(ofDocument, excerpts));
        return excerpts;
    }

    private static void merge(List<Passage> passages, List<Excerpt> into) {
        List<Passage> inOrder = passages.stream()
                .sorted(Comparator.comparingInt(Passage::start))
                .toList();
        StringBuilder text = new StringBuilder();
        Passage first = inOrder.getFirst();
        for (Passage next : inOrder) {
            int end = first.start() + text.length();
            if (next.start() > end + MOST_BETWEEN) {
                into.add(excerpt(first, text));
                text.setLength(0);
                first = next;
                end = next.start();
            }
            if (next.end() > end) {
                text.repeat(' ', Math.max(0, next.start() - end));
                text.append(
                        next.text(),
                        Math.max(0, end - next.start()),
                        next.text().length());
            }
        }
        into.add(excerpt(first, text));
    }

    private static Excerpt excerpt(Passage first, StringBuilder text) {
        return new Excerpt(first.documentId(), first.title(), text.toString(), first.start(), first.relevance());
    }

    /** The beginning, of this many characters. */
    Excerpt cut(int length) {
        return new Excerpt(documentId, title, text.substring(0, length), start, relevance);
    }
}
