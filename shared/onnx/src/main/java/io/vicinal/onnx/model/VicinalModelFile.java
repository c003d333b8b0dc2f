package io.vicinal.onnx.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * {@code vicinal-model.yaml}, as docs/models.md describes it.
 *
 * @param kind dense where it is left out
 * @param pooling required of a dense model
 * @param normalize whether the model's makers normalise its vectors; true where it is left out
 * @param queryPrefix short for the prompt {@code query}
 * @param passagePrefix short for the prompt {@code passage}
 * @param maxTokens required
 * @param denseModules folders of {@code Dense} modules that follow the graph, in their order
 */
record VicinalModelFile(
        @Nullable ModelKind kind,
        @Nullable Pooling pooling,
        @Nullable Boolean normalize,
        @Nullable List<Integer> matryoshkaDimensions,
        @Nullable List<String> denseModules,
        @Nullable LateInteractionSettings lateInteraction,
        @Nullable SparseSettings sparse,
        @Nullable CrossEncoderSettings crossEncoder,
        @Nullable Integer maxTokens,
        @Nullable String queryPrefix,
        @Nullable String passagePrefix,
        @Nullable Map<String, String> prompts,
        @Nullable String defaultPrompt,
        @Nullable String output,
        @Nullable Boolean deterministic) {
    static final String NAME = "vicinal-model.yaml";

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** @param specialTokens whether the vectors of special tokens and markers are compared; false where it is left out */
    record LateInteractionSettings(
            @Nullable String queryMarker,
            @Nullable String documentMarker,
            @Nullable Expansion queryExpansion,
            @Nullable Integer queryTokens,
            @Nullable Boolean specialTokens,
            @Nullable List<String> skipWords) {}

    record SparseSettings(
            @Nullable SparsePooling pooling, @Nullable SparseActivation activation) {}

    record CrossEncoderSettings(
            @Nullable Integer labels, @Nullable ScoreActivation activation) {}

    static ModelProfile read(JsonFolder folder) {
        String file = folder.path().resolve(NAME).toString();
        try {
            VicinalModelFile content = YAML.readValue(folder.path().resolve(NAME), VicinalModelFile.class);
            if (content == null || content.maxTokens == null) {
                throw new ModelException(file + " is expected to hold max_tokens, and does not.");
            }
            return new ModelProfile(
                    new HeadSettings(content, file, folder).head(),
                    content.maxTokens,
                    content.allPrompts(file),
                    content.defaultPrompt,
                    content.output,
                    Boolean.TRUE.equals(content.deterministic));
        } catch (JacksonException e) {
            throw new ModelException(file + " " + sentence(e) + ".", e);
        }
    }

    private static String sentence(JacksonException e) {
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                "is expected to hold "
                        + unknown.getKnownPropertyIds().stream()
                                .map(Object::toString)
                                .sorted()
                                .toList()
                        + ", and holds " + unknown.getPropertyName();
            case InvalidFormatException wrong
            when wrong.getTargetType().isEnum() ->
                "is expected to hold one of " + Spelling.all(wrong.getTargetType()) + " as "
                        + wrong.getPath().getLast().getPropertyName() + ", and holds " + wrong.getValue();
            default -> "is expected to describe the model in YAML, and cannot be read: " + e.getOriginalMessage();
        };
    }

    private Map<String, String> allPrompts(String file) {
        Map<String, String> all = new HashMap<>(prompts == null ? Map.of() : prompts);
        add(all, "query", queryPrefix, file);
        add(all, "passage", passagePrefix, file);
        return all;
    }

    private static void add(Map<String, String> all, String name, @Nullable String prefix, String file) {
        if (prefix != null && all.put(name, prefix) != null) {
            throw new ModelException(file + " is expected to hold the prompt " + name
                    + " once, and holds it as a prefix" + " and among the prompts.");
        }
    }
}
