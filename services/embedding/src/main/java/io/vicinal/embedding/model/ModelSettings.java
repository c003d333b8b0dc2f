package io.vicinal.embedding.model;

import io.vicinal.onnx.encode.EncoderSettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which models there are.
 *
 * @param standard meant where none is named; a remote's name, or what {@link ModelSources} knows
 * @param further loaded at the start too
 * @param most how many there may be at once
 * @param data where models that callers had loaded are remembered; null forgets them
 * @param encoder how each uses the machine
 */
public record ModelSettings(
        String standard,
        List<String> further,
        int most,
        @Nullable Path data,
        EncoderSettings encoder) {}
