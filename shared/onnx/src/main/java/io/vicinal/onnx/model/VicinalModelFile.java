package io.vicinal.onnx.model;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * {@code vicinal-model.yaml}.
 *
 * @param pooling {@code cls} or {@code mean}; required
 * @param maxTokens required
 */
record VicinalModelFile(
        @Nullable Pooling pooling,
        @Nullable String queryPrefix,
        @Nullable String passagePrefix,
        @Nullable Integer maxTokens) {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    static ModelProfile read(Path file) {
        VicinalModelFile content;
        try {
            content = YAML.readValue(file, VicinalModelFile.class);
        } catch (JacksonException e) {
            throw new ModelException(
                    file + " is expected to hold pooling, query_prefix, passage_prefix and max_tokens, and cannot be"
                            + " read: " + e.getOriginalMessage() + ".",
                    e);
        }
        if (content == null || content.pooling == null || content.maxTokens == null) {
            throw new ModelException(file + " is expected to hold pooling (cls or mean) and max_tokens, and does not.");
        }
        return new ModelProfile(
                content.pooling, orEmpty(content.queryPrefix), orEmpty(content.passagePrefix), content.maxTokens);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
