package io.vicinal.embedding.text;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.embedding.model.Model;
import io.vicinal.embedding.model.ModelText;
import io.vicinal.embedding.text.Options.Truncation;
import io.vicinal.onnx.encode.TextWindow;
import io.vicinal.onnx.tokenize.Tokens;

/** An input as a model reads it, or the problem that it is. */
public final class InputTokens {
    private final Model model;
    private final int maxTokens;
    private final TextWindow window;
    private final String prompt;
    private final Truncation truncation;

    /** @param prompt put in front of each text, or empty */
    public InputTokens(Model model, String prompt, Truncation truncation) {
        this(model, prompt, truncation, Integer.MAX_VALUE);
    }

    /** @param most tokens that are read, special tokens counted; the model may read fewer */
    InputTokens(Model model, String prompt, Truncation truncation, int most) {
        this.model = model;
        this.maxTokens = Math.min(model.maxTokens(), most);
        this.window = new TextWindow(maxTokens);
        this.prompt = prompt;
        this.truncation = truncation;
    }

    /**
     * @param field where the input stands, for errors
     * @throws io.vicinal.contracts.error.ProblemException that names the field
     */
    public ModelText of(Input input, String field) {
        return switch (input) {
            case Input.Text(String text) -> ofText(TextRules.checked(text, field), field);
            case Input.TokenIds(long[] ids) -> ofIds(ids, field);
        };
    }

    /** A text that was checked, or need not be: whatever is no character is read as U+FFFD. */
    public ModelText ofText(String text, String field) {
        String prompted = prompt + text;
        String read = truncation == Truncation.LEFT ? window.last(prompted) : window.first(prompted);
        Tokens all = model.tokenizer().encode(read);
        boolean cut = read.length() < prompted.stripTrailing().length();
        if (truncation == Truncation.REFUSE && cut) {
            throw tooLong(field, prompted.length() + " characters");
        }
        if (truncation == Truncation.REFUSE && all.count() > maxTokens) {
            throw tooLong(field, all.count() + " tokens");
        }
        if (all.count() <= maxTokens) {
            return new ModelText(read, all.ids(), cut);
        }
        Tokens kept = truncation == Truncation.LEFT ? all.truncatedAtStart(maxTokens) : all.truncated(maxTokens);
        return new ModelText(between(read, kept), kept.ids(), true);
    }

    /** What the tokens that are kept stand for. */
    private static String between(String text, Tokens kept) {
        int from = text.length();
        int to = 0;
        for (int i = 0; i < kept.count(); i++) {
            if (kept.starts()[i] >= 0) {
                from = Math.min(from, kept.starts()[i]);
                to = Math.max(to, kept.ends()[i]);
            }
        }
        return from < to ? text.substring(from, to) : "";
    }

    private ModelText ofIds(long[] ids, String field) {
        if (ids.length == 0) {
            throw ProblemType.MISSING_VALUE.exception(field, "\"%s\" has no token ids.".formatted(field));
        }
        if (model.local().isEmpty()) {
            throw ProblemType.WRONG_TYPE.exception(
                    field, "The model \"%s\" is remote and takes texts, not token ids.".formatted(model.name()));
        }
        long[] framed = model.tokenizer().framed(TextRules.inVocabulary(ids, model, field));
        if (framed.length > maxTokens) {
            throw tooLong(field, framed.length + " tokens");
        }
        return new ModelText(null, framed, false);
    }

    private RuntimeException tooLong(String field, String length) {
        return ProblemType.TOO_LARGE.exception(
                field,
                "\"%s\" has %s; the model reads %d tokens, special tokens counted. Shorten it or have it truncated."
                        .formatted(field, length, maxTokens));
    }
}
