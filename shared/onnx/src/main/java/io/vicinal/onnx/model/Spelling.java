package io.vicinal.onnx.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;

/** How the constants of an enum are written in files: as their {@link JsonProperty} says. */
final class Spelling {

    static String of(Enum<?> constant) {
        try {
            JsonProperty spelled =
                    constant.getDeclaringClass().getField(constant.name()).getAnnotation(JsonProperty.class);
            return spelled == null ? constant.name() : spelled.value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> all(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> of((Enum<?>) constant))
                .toList();
    }

    /** The constant that a folder's {@code config.json} names. */
    static <E extends Enum<E>> E read(Class<E> type, String spelled, JsonFolder folder, String property) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> of(constant).equals(spelled))
                .findFirst()
                .orElseThrow(
                        () -> new ModelException(folder.path().resolve("config.json") + " is expected to hold one of "
                                + all(type) + " as " + property + ", and holds " + spelled + "."));
    }

    private Spelling() {}
}
