package io.vicinal.inference.label;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.inference.ExamplesRequest;

/** What a request for examples must be, each fault with its field. */
final class ExampleRules {

    static ExamplesRequest checked(ExamplesRequest asked, Collection collection) {
        RequestRules.requireModel("text", collection);
        if (asked.text() == null || asked.text().isBlank()) {
            throw ProblemType.MISSING_VALUE.exception("text", "text must hold the text that examples are for.");
        }
        if (asked.labelField() != null) {
            RequestRules.labelField("label_field", asked.labelField(), collection);
        }
        if (asked.k() != null) {
            RequestRules.within("k", asked.k(), 1, ExamplesRequest.MAX_K);
        }
        if (asked.maxTokens() != null) {
            RequestRules.within("max_tokens", asked.maxTokens(), 1, ExamplesRequest.MAX_TOKENS);
        }
        if (asked.diversity() != null && !(asked.diversity() >= 0 && asked.diversity() <= 1)) {
            throw ProblemType.INVALID_VALUE.exception(
                    "diversity", "diversity must be from 0 to 1, not " + asked.diversity() + ".");
        }
        if (Boolean.TRUE.equals(asked.balance()) && asked.labelField() == null) {
            throw ProblemType.INVALID_VALUE.exception(
                    "balance", "balance is among the labels of examples: name a label_field.");
        }
        return asked;
    }

    private ExampleRules() {}
}
