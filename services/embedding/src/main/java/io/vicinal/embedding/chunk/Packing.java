package io.vicinal.embedding.chunk;

import io.vicinal.onnx.tokenize.Tokens;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills windows with sentences, first come, first in; the last two windows share evenly what is left for them, since a
 * passage of a few left-over words says little and is near to every query. For one document.
 */
final class Packing {
    private final PassageInput input;
    private final int overlapTokens;
    private final PassageSink sink;
    /** A window that is full, and not emitted yet; empty before the first is. */
    private List<Span> full = List.of();

    private final ArrayDeque<Span> current = new ArrayDeque<>();
    /** How many sentences at the head of the current window repeat those at the end of the full one. */
    private int repeated;

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
                if (!full.isEmpty()) {
                    emit(full);
                }
                full = List.copyOf(current);
                keepOverlap(input.window() - next.tokens());
            }
            current.add(next);
            tokens += next.tokens();
        }
        if (full.isEmpty()) {
            emit(List.copyOf(current));
        } else {
            emitEvenly();
        }
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
        int cut = 1;
        for (int first = rest.getFirst().tokens(); cut < rest.size() - 1 && first < half; cut++) {
            first += rest.get(cut).tokens();
        }
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
        List<Span> parts = spans.size() > 1 ? spans : halves(spans.getFirst());
        if (parts.size() == 1) { // one character of more tokens than the window
            sink.accept(new Passage(
                    start, end, input.header(), all.truncated(input.maxTokens()).ids()));
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
