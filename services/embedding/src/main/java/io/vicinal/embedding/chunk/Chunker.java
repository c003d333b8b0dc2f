package io.vicinal.embedding.chunk;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.collection.Chunking;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.tokenize.TextTokenizer;
import io.vicinal.onnx.tokenize.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Cuts documents into passages: whole sentences, as many as fit the window, each passage repeating the last few of the
 * one before. A document that fits is one passage and tokenized once. Thread-safe.
 */
public final class Chunker {
    /** Fewer tokens than this make no passage worth finding. */
    private static final int LEAST_TOKENS = 32;
    /** A text of more characters a token than this is not tried whole. */
    private static final int CHARACTERS_PER_TOKEN = 16;

    private final TextTokenizer tokenizer;
    private final String prefix;
    private final int mostTokens;
    private final Counter titlesCut;

    public Chunker(TextEncoder encoder, MeterRegistry metrics) {
        this(encoder.tokenizer(), encoder.profile().passagePrefix(), encoder.maxTokens(), metrics);
    }

    /**
     * @param prefix the model's, in front of every passage
     * @param mostTokens that the model reads
     */
    public Chunker(TextTokenizer tokenizer, String prefix, int mostTokens, MeterRegistry metrics) {
        this.tokenizer = tokenizer;
        this.prefix = prefix;
        this.mostTokens = mostTokens;
        this.titlesCut = Counter.builder("vicinal.embedding.titles.cut")
                .description(
                        "Titles that took more than a quarter of the window and were cut in what the encoder reads")
                .register(metrics);
    }

    /**
     * Hands each passage of a document to the sink, in order.
     *
     * @param text null is empty; an empty text gives one passage of length 0, of the title
     */
    public void chunk(@Nullable String title, @Nullable String text, Chunking chunking, PassageSink sink)
            throws InterruptedException {
        String whole = text == null ? "" : text;
        int maxTokens = Math.clamp(chunking.maxTokens(), Math.min(LEAST_TOKENS, mostTokens), mostTokens);
        PassageInput input = PassageInput.of(tokenizer, prefix, title == null ? "" : title, whole, maxTokens);
        if (input.titleCut()) {
            titlesCut.increment();
        }
        Span span = Span.trimmed(whole, 0, whole.length(), 0, false);
        if (span.isEmpty()) {
            sink.accept(new Passage(
                    0,
                    0,
                    input.header(),
                    input.tokens(0, 0).truncated(maxTokens).ids()));
            return;
        }
        if (span.length() <= CHARACTERS_PER_TOKEN * maxTokens) {
            Tokens tokens = input.tokens(span.start(), span.end());
            if (input.fits(tokens)) {
                sink.accept(new Passage(span.start(), span.end(), input.header(), tokens.ids()));
                return;
            }
        }
        new Packing(input, chunking.overlapTokens(), sink).pack();
    }
}
