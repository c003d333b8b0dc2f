package io.vicinal.retrieval.highlight;

import io.vicinal.contracts.text.TextSpan;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.util.BytesRef;

/**
 * A word of the query in a text.
 *
 * @param start in UTF-16 code units
 * @param end one past the last
 * @param term as the index knows it
 */
record Match(int start, int end, BytesRef term) {

    /**
     * Matches in order as parts of a text; those that overlap, as the pairs of characters of Chinese text do, are one, and
     * none begins or ends within a surrogate pair.
     *
     * @param offset of the text in the one that the spans are of
     */
    static List<TextSpan> spans(List<Match> matches, String text, int offset) {
        List<TextSpan> spans = new ArrayList<>();
        int start = -1;
        int end = -1;
        for (Match match : matches) {
            if (start >= 0 && match.start < end) {
                end = Math.max(end, match.end);
                continue;
            }
            add(start, end, text, offset, spans);
            start = match.start;
            end = match.end;
        }
        add(start, end, text, offset, spans);
        return spans;
    }

    private static void add(int start, int end, String text, int offset, List<TextSpan> spans) {
        if (start >= 0) {
            int first = withinPair(text, start) ? start - 1 : start;
            int last = withinPair(text, end) ? end + 1 : end;
            spans.add(new TextSpan(offset + first, offset + last));
        }
    }

    private static boolean withinPair(String text, int at) {
        return at > 0
                && at < text.length()
                && Character.isLowSurrogate(text.charAt(at))
                && Character.isHighSurrogate(text.charAt(at - 1));
    }
}
