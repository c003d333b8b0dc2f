package io.vicinal.text.sentence;

import io.vicinal.text.sentence.Block.Kind;
import java.util.ArrayList;
import java.util.List;

/** A text's sentences, and what stands for one: a heading, a list item, a row of a table. */
public final class TextSentences {

    /**
     * @param start first character that is not whitespace, in UTF-16 code units
     * @param end one past the last that is not
     */
    public record Sentence(int start, int end) {}

    /** In order; together they hold all of the text but whitespace, and none is empty. */
    public static List<Sentence> of(String text) {
        List<Sentence> sentences = new ArrayList<>();
        Blocks blocks = new Blocks(text);
        for (Block block = blocks.next(); block != null; block = blocks.next()) {
            if (block.kind() == Kind.HEADING) {
                add(text, block.start(), block.end(), sentences);
                continue;
            }
            SentenceEnds ends = new SentenceEnds(text, block.start(), block.end());
            for (int start = block.start(); start < block.end(); ) {
                int end = ends.next();
                add(text, start, end, sentences);
                start = end;
            }
        }
        return sentences;
    }

    private static void add(String text, int start, int end, List<Sentence> sentences) {
        int first = start;
        int last = end;
        while (first < last && Character.isWhitespace(text.charAt(first))) {
            first++;
        }
        while (last > first && Character.isWhitespace(text.charAt(last - 1))) {
            last--;
        }
        if (first < last) {
            sentences.add(new Sentence(first, last));
        }
    }

    private TextSentences() {}
}
