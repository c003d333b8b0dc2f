package io.vicinal.embedding.text;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.onnx.encode.TextEncoder;
import org.jspecify.annotations.Nullable;

/** The texts that a model wants in front of others, by name. */
public final class Prompts {

    /** @return empty without a name */
    public static String named(@Nullable String name, TextEncoder encoder) {
        return switch (name) {
            case null -> "";
            case "query" -> encoder.profile().queryPrefix();
            case "passage", "document" -> encoder.profile().passagePrefix();
            default ->
                throw ProblemType.INVALID_VALUE.exception(
                        "prompt_name",
                        "There is no prompt \"%s\"; there are query, passage and document.".formatted(name));
        };
    }

    private Prompts() {}
}
