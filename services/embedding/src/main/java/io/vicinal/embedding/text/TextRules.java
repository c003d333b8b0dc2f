package io.vicinal.embedding.text;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.embedding.model.Model;
import io.vicinal.embedding.model.ModelCard;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.model.ModelKind;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a request may ask of the model, and what a text must be for a vector to stand for it. */
public final class TextRules {

    /**
     * @return the text
     * @throws io.vicinal.contracts.error.ProblemException where it is blank or not well-formed Unicode, or holds NUL
     */
    public static String checked(String text, String field) {
        if (text.isBlank()) {
            throw ProblemType.MISSING_VALUE.exception(field, "\"%s\" is empty or blank.".formatted(field));
        }
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == 0) {
                throw ProblemType.INVALID_VALUE.exception(
                        field, "\"%s\" holds the character NUL at %d; leave it out.".formatted(field, i));
            }
            if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(unit)) {
                throw ProblemType.INVALID_VALUE.exception(
                        field, "\"%s\" holds half a surrogate pair at %d, which is no character.".formatted(field, i));
            }
        }
        return text;
    }

    /**
     * @return the ids
     * @throws io.vicinal.contracts.error.ProblemException where the model does not know one
     */
    public static long[] inVocabulary(long[] ids, Model model, String field) {
        long vocabulary = model.tokenizer().vocabulary();
        for (long id : ids) {
            if (id < 0 || id >= vocabulary) {
                throw ProblemType.INVALID_VALUE.exception(
                        field,
                        "\"%s\" has the token id %d; the model has 0 to %d.".formatted(field, id, vocabulary - 1));
            }
        }
        return ids;
    }

    /**
     * @return how many dimensions were asked for: the model's without a wish
     * @throws io.vicinal.contracts.error.ProblemException where the model has not so many
     */
    public static int dimensions(@Nullable Integer wanted, Model model) {
        requireKind(model, "dense vectors", ModelKind.DENSE);
        int all = model.card().dimensions();
        if (wanted == null) {
            return all;
        }
        List<Integer> lengths = model.card().matryoshkaDimensions();
        if (!lengths.isEmpty() && wanted != all && !lengths.contains(wanted)) {
            throw ProblemType.INVALID_VALUE.exception(
                    "dimensions",
                    "\"dimensions\" is %d; the model was trained for %s and has %d in all."
                            .formatted(wanted, lengths, all));
        }
        if (wanted < 1 || wanted > all) {
            throw ProblemType.INVALID_VALUE.exception(
                    "dimensions", "\"dimensions\" is %d; the model has 1 to %d.".formatted(wanted, all));
        }
        return wanted;
    }

    /** @throws io.vicinal.contracts.error.ProblemException where the model is of none of these kinds */
    public static void requireKind(Model model, String wanted, ModelKind... kinds) {
        ModelCard card = model.card();
        if (!Set.of(kinds).contains(card.kind())) {
            throw ProblemType.WRONG_MODEL_KIND.exception(
                    "model",
                    "The model \"%s\" is of the kind %s and has no %s."
                            .formatted(card.name(), card.kind().text(), wanted));
        }
    }

    /** The encoder of a model that runs here, for what a remote one has not. */
    public static TextEncoder requireLocal(Model model, String wanted) {
        return model.local()
                .orElseThrow(() -> ProblemType.WRONG_MODEL_KIND.exception(
                        "model", "The model \"%s\" is remote and has no %s.".formatted(model.name(), wanted)));
    }

    private TextRules() {}
}
