package io.vicinal.embedding.chunk;

import io.vicinal.onnx.tokenize.Tokens;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills windows with sentences, first come, first in, and none ends with a heading that has something after it; the last two
 * windows share evenly what is left for them, since a passage of a few left-over words says little and is near to every
 * query. For one document.
 */
final class Packing {
    /** Headings in a row that take more than this part of a window are taken for text. */
    private static final int HEADINGS_SHARE = 4;

    private final PassageInput input;
    private final Pieces pieces;
    private final int overlapTokens;
    private final PassageSink sink;
    /** A window that is full, and not emitted yet; empty before the first is. */
    private List<Span> full = List.of();
    /** How many sentences at its head repeat those at the end of the window before. */
    private int repeatedInFull;

    private final ArrayDeque<Span> current = new ArrayDeque<>();
    /** How many sentences at the head of the current window repeat those at the end of the full one. */
    private int repeated;

    private int tokens;

    Packing(PassageInput input, int overlapTokens, PassageSink sink) {
        this.input = input;
        this.pieces = new Pieces(input.tokenizer(), input.text());
        this.overlapTokens = Math.clamp(overlapTokens, 0, input.window() / 2);
        this.sink = sink;
    }

    void pack() throws InterruptedException {
        Sentences sentences = new Sentences(pieces, input.text(), input.window());
        for (Span next = sentences.next(); next != null; next = sentences.next()) {
            add(next);
        }
        if (full.isEmpty()) {
            emit(List.copyOf(current));
        } else {
            emitEvenly();
        }
    }

    private void add(Span next) throws InterruptedException {
        if (tokens + next.tokens() > input.window() && !current.isEmpty()) {
            List<Span> headings = headingsAtTheEnd();
            int taken = tokensOf(headings);
            if (taken + next.tokens() > input.window()) { // what follows goes in pieces, the first beside its headings
                for (Span piece : pieces.of(next, input.window() - taken)) {
                    add(piece);
                }
                return;
            }
            turn(headings, next);
        }
        current.add(next);
        tokens += next.tokens();
    }

    /** The current window is full; the headings at its end go over into the next one. */
    private void turn(List<Span> headings, Span next) throws InterruptedException {
        for (Span heading : headings) {
            current.removeLast();
            tokens -= heading.tokens();
        }
        if (!full.isEmpty()) {
            emit(full);
        }
        full = List.copyOf(current);
        repeatedInFull = repeated;
        keepOverlap(input.window() - next.tokens() - tokensOf(headings));
        current.addAll(headings);
        tokens += tokensOf(headings);
    }

    /** Nothing where there is nothing before them that is new, or where they are too many to be headings. */
    private List<Span> headingsAtTheEnd() {
        List<Span> all = List.copyOf(current);
        int first = all.size();
        while (first > 0 && all.get(first - 1).heading()) {
            first--;
        }
        List<Span> headings = all.subList(first, all.size());
        return first <= repeated || tokensOf(headings) > input.window() / HEADINGS_SHARE ? List.of() : headings;
    }

    /** Whole sentences at the end of the full window, as far as they leave room for the next. */
    private void keepOverlap(int room) {
        int most = Math.min(overlapTokens, room);
        while (tokens > most) {
            tokens -= current.remove().tokens();
        }
        repeated = current.size();
    }

    private void emitEvenly() throws InterruptedException {
        List<Span> rest = new ArrayList<>(full);
        rest.addAll(current.stream().skip(repeated).toList());
        int half = tokensOf(rest) / 2;
        int least = repeatedInFull + 1; // so that the first says something new
        int cut = least;
        for (int first = tokensOf(rest.subList(0, least)); cut < rest.size() - 1 && first < half; cut++) {
            first += rest.get(cut).tokens();
        }
        cut = beforeHeadings(rest, cut, least);
        if (Math.max(tokensOf(rest.subList(0, cut)), tokensOf(rest.subList(cut, rest.size()))) > input.window()) {
            cut = full.size();
        }
        int from = cut;
        int room = input.window() - tokensOf(rest.subList(cut, rest.size()));
        for (int over = 0; from > 1 && over + rest.get(from - 1).tokens() <= Math.min(overlapTokens, room); ) {
            over += rest.get(--from).tokens();
        }
        emit(rest.subList(0, cut));
        emit(rest.subList(from, rest.size()));
    }

    /** The same place, or one before it that no heading stands in front of, where there is one and not before the least. */
    private static int beforeHeadings(List<Span> spans, int cut, int least) {
        int before = cut;
        while (before > least && spans.get(before - 1).heading()) {
            before--;
        }
        return spans.get(before - 1).heading() ? cut : before;
    }

    private static int tokensOf(List<Span> spans) {
        return spans.stream().mapToInt(Span::tokens).sum();
    }

    /**
     * Sentences tokenized apart and together may differ by a token or two, so the whole has the last word: what turns out
     * too long is halved.
     */
    private void emit(List<Span> spans) throws InterruptedException {
        int start = spans.getFirst().start();
        int end = spans.getLast().end();
        Tokens all = input.tokens(start, end);
        if (input.fits(all)) {
            sink.accept(new Passage(start, end, input.header(), all.ids()));
            return;
        }
        List<Span> parts = spans.size() > 1 ? spans : pieces.halves(spans.getFirst());
        if (parts.size() == 1) { // one character of more tokens than the window
            sink.accept(new Passage(
                    start, end, input.header(), all.truncated(input.maxTokens()).ids()));
            return;
        }
        int middle = beforeHeadings(parts, parts.size() / 2, 1);
        emit(parts.subList(0, middle));
        emit(parts.subList(middle, parts.size()));
    }
}
