package io.vicinal.onnx.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a graph and a tokenizer do not say of themselves.
 *
 * @param head what is made of the graph's output; says the model's kind
 * @param maxTokens the most tokens the model reads, special tokens counted
 * @param prompts texts put in front of others, by name
 * @param defaultPrompt the name of the prompt of a query or passage that has none of its own, or null
 * @param output the graph's output that is read; null to tell it by its shape
 * @param deterministic whether a text's vector must not depend on others: each then runs alone
 */
public record ModelProfile(
        Head head,
        int maxTokens,
        Map<String, String> prompts,
        @Nullable String defaultPrompt,
        @Nullable String output,
        boolean deterministic) {

    public ModelProfile {
        prompts = Collections.unmodifiableMap(new TreeMap<>(prompts));
        if (maxTokens < 8 || maxTokens > 65_536) {
            throw new ModelException("max_tokens is expected between 8 and 65536, and is " + maxTokens + ".");
        }
        if (defaultPrompt != null && !prompts.containsKey(defaultPrompt)) {
            throw new ModelException("The default prompt is expected to be one of " + prompts.keySet() + ", and is '"
                    + defaultPrompt + "'.");
        }
    }

    /** A dense model without prompts. */
    public static ModelProfile dense(Pooling pooling, int maxTokens) {
        return new ModelProfile(Head.Dense.of(pooling), maxTokens, Map.of(), null, null, false);
    }

    public ModelProfile withPrompts(Map<String, String> named) {
        return new ModelProfile(head, maxTokens, named, defaultPrompt, output, deterministic);
    }

    public ModelKind kind() {
        return head.kind();
    }

    /** @throws IllegalStateException where the model is not dense */
    public Pooling pooling() {
        return require(Head.Dense.class, ModelKind.DENSE).pooling();
    }

    /** The lengths to which its vectors may be cut; empty: any up to the model's. */
    public List<Integer> matryoshkaDimensions() {
        return head instanceof Head.Dense dense ? dense.matryoshkaDimensions() : List.of();
    }

    /** Put in front of a query, or empty: a late-interaction model's marker, and the prompt. */
    public String queryPrefix() {
        String marker = head instanceof Head.LateInteraction late ? late.queryMarker() : null;
        return orEmpty(marker) + promptOf("query");
    }

    /** Put in front of a passage, or empty: a late-interaction model's marker, and the prompt. */
    public String passagePrefix() {
        String marker = head instanceof Head.LateInteraction late ? late.documentMarker() : null;
        return orEmpty(marker) + promptOf("passage", "document", "corpus");
    }

    /** The first prompt of these names that there is, or the default one, or none. */
    private String promptOf(String... names) {
        return Stream.concat(Stream.of(names), Stream.ofNullable(defaultPrompt))
                .map(prompts::get)
                .filter(prompt -> prompt != null)
                .findFirst()
                .orElse("");
    }

    /** @throws IllegalStateException that names the model's kind where it is another */
    public <H extends Head> H require(Class<H> type, ModelKind expected) {
        if (!type.isInstance(head)) {
            throw new IllegalStateException(
                    "This needs a model of the kind " + expected.text() + ", and this one is " + kind().text() + ".");
        }
        return type.cast(head);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
