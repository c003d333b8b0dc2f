package io.vicinal.embedding.chunk;

import io.vicinal.text.sentence.Block;
import io.vicinal.text.sentence.Block.Kind;
import io.vicinal.text.sentence.Blocks;
import io.vicinal.text.sentence.SentenceEnds;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text's headings, list items and sentences, one after the other, each with its number of tokens; what is longer than a
 * window comes in pieces. Only one stretch of the text is in the tokenizer at a time, so memory does not grow with the text.
 */
final class Sentences {
    private final String text;
    private final int window;
    private final Pieces pieces;
    private final Blocks blocks;
    private final ArrayDeque<Span> ready = new ArrayDeque<>();
    private @Nullable Block block;
    private @Nullable SentenceEnds ends;
    /** Where the current sentence goes on, and where it ends. */
    private int position;

    private int sentenceEnd;

    /** @param window the most tokens of a piece */
    Sentences(Pieces pieces, String text, int window) {
        this.pieces = pieces;
        this.text = text;
        this.window = window;
        this.blocks = new Blocks(text);
    }

    /** The next one, or null at the end. */
    @Nullable
    Span next() {
        while (ready.isEmpty()) {
            if (position >= sentenceEnd && !advance()) {
                return null;
            }
            if (ready.isEmpty()) {
                int end = pieces.stretchEnd(position, sentenceEnd);
                measure(position, end);
                position = end;
            }
        }
        return ready.poll();
    }

    /** To the next sentence of the block, or of the next block; false at the end of the text. */
    private boolean advance() {
        if (block == null || position >= block.end()) {
            block = blocks.next();
            if (block == null) {
                return false;
            }
            position = block.start();
            if (block.kind() != Kind.PARAGRAPH && whole(block)) {
                position = block.end();
                sentenceEnd = position;
                return true;
            }
            ends = new SentenceEnds(text, block.start(), block.end());
        }
        if (ends != null) {
            sentenceEnd = ends.next();
        }
        return true;
    }

    /** A heading stays whole where it fits, an item where it leaves room for another. */
    private boolean whole(Block part) {
        if (pieces.stretchEnd(part.start(), part.end()) < part.end()) {
            return false;
        }
        boolean heading = part.kind() == Kind.HEADING;
        Span span = Span.trimmed(text, part.start(), part.end(), 0, heading);
        List<Span> measured = pieces.of(span, heading ? window : Math.max(1, window / 2));
        if (measured.size() > 1 && !heading) {
            return false;
        }
        ready.addAll(measured);
        return true;
    }

    private void measure(int from, int to) {
        Span stretch = Span.trimmed(text, from, to, 0, false);
        if (!stretch.isEmpty()) {
            ready.addAll(pieces.of(stretch, window));
        }
    }
}
