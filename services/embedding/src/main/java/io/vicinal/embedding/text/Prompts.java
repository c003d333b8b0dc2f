package io.vicinal.embedding.text;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.embedding.model.Model;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The texts that a model wants in front of others, by name. */
public final class Prompts {

    /**
     * @return empty without a name
     * @throws io.vicinal.contracts.error.ProblemException naming those there are
     */
    public static String named(@Nullable String name, Model model) {
        if (name == null) {
            return "";
        }
        Map<String, String> prompts = model.card().prompts();
        String prompt = prompts.get(name);
        if (prompt == null) {
            throw ProblemType.INVALID_VALUE.exception(
                    "prompt_name",
                    "There is no prompt \"%s\"; there are %s.".formatted(name, String.join(", ", prompts.keySet())));
        }
        return prompt;
    }

    private Prompts() {}
}
