package io.vicinal.embedding.text;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.tokenize.Tokens;

/** An input as the model reads it, or the problem that it is. */
final class InputTokens {
    private final TextEncoder encoder;
    private final Options<?> options;

    InputTokens(TextEncoder encoder, Options<?> options) {
        this.encoder = encoder;
        this.options = options;
    }

    /** @throws io.vicinal.contracts.error.ProblemException that names the input by its index */
    long[] of(Input input, long index) {
        String field = options.field() + '[' + index + ']';
        return switch (input) {
            case Input.Text(String text) -> ofText(TextRules.checked(text, field), field);
            case Input.TokenIds(long[] ids) -> ofIds(ids, field);
        };
    }

    private long[] ofText(String text, String field) {
        String prompted = options.prompt() + text;
        boolean fromTheEnd = options.truncation() == Options.Truncation.LEFT;
        String read = fromTheEnd ? encoder.lastCharacters(prompted) : encoder.firstCharacters(prompted);
        Tokens all = encoder.tokenizer().encode(read);
        if (options.truncation() == Options.Truncation.REFUSE) {
            if (read.length() < prompted.stripTrailing().length()) {
                throw tooLong(field, prompted.length() + " characters");
            }
            if (all.count() > encoder.maxTokens()) {
                throw tooLong(field, all.count() + " tokens");
            }
        }
        return fromTheEnd
                ? all.truncatedAtStart(encoder.maxTokens()).ids()
                : all.truncated(encoder.maxTokens()).ids();
    }

    private long[] ofIds(long[] ids, String field) {
        if (ids.length == 0) {
            throw ProblemType.MISSING_VALUE.exception(field, "\"%s\" has no token ids.".formatted(field));
        }
        long[] framed = encoder.tokenizer().framed(TextRules.inVocabulary(ids, encoder, field));
        if (framed.length > encoder.maxTokens()) {
            throw tooLong(field, framed.length + " tokens");
        }
        return framed;
    }

    private RuntimeException tooLong(String field, String length) {
        return ProblemType.TOO_LARGE.exception(
                field,
                "\"%s\" has %s; the model reads %d tokens, special tokens counted. Shorten it or have it truncated."
                        .formatted(field, length, encoder.maxTokens()));
    }
}
