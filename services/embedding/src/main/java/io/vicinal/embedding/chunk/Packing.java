package io.vicinal.embedding.chunk;

import io.vicinal.onnx.tokenize.Tokens;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Fills windows with sentences, first come, first in. For one document. */
final class Packing {
    private final PassageInput input;
    private final int overlapTokens;
    private final PassageSink sink;
    private final ArrayDeque<Span> current = new ArrayDeque<>();
    private int tokens;

    Packing(PassageInput input, int overlapTokens, PassageSink sink) {
        this.input = input;
        this.overlapTokens = Math.clamp(overlapTokens, 0, input.window() / 2);
        this.sink = sink;
    }

    void pack() throws InterruptedException {
        Sentences sentences = new Sentences(input.tokenizer(), input.text(), input.window());
        for (Span next = sentences.next(); next != null; next = sentences.next()) {
            if (tokens + next.tokens() > input.window() && !current.isEmpty()) {
                emit(List.copyOf(current));
                keepOverlap(input.window() - next.tokens());
            }
            current.add(next);
            tokens += next.tokens();
        }
        emit(List.copyOf(current));
    }

    /** Whole sentences at the end of what was emitted, as far as they leave room for the next. */
    private void keepOverlap(int room) {
        int most = Math.min(overlapTokens, room);
        while (tokens > most) {
            tokens -= current.remove().tokens();
        }
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
            sink.accept(new Passage(start, end, all.ids()));
            return;
        }
        List<Span> parts = spans.size() > 1 ? spans : halves(spans.getFirst());
        if (parts.size() == 1) { // one character of more tokens than the window
            sink.accept(new Passage(start, end, all.truncated(input.maxTokens()).ids()));
            return;
        }
        int middle = parts.size() / 2;
        emit(parts.subList(0, middle));
        emit(parts.subList(middle, parts.size()));
    }

    private List<Span> halves(Span span) {
        int middle = span.start() + span.length() / 2;
        int cut = Span.betweenCharacters(input.text(), middle);
        for (int at = middle; at > span.start() + span.length() / 4; at--) {
            if (Character.isWhitespace(input.text().charAt(at))) {
                cut = at;
                break;
            }
        }
        List<Span> halves = new ArrayList<>();
        for (Span half : List.of(
                Span.trimmed(input.text(), span.start(), cut, span.tokens() / 2),
                Span.trimmed(input.text(), cut, span.end(), span.tokens() / 2))) {
            if (!half.isEmpty()) {
                halves.add(half);
            }
        }
        return halves;
    }
}
