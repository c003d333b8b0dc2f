package io.vicinal.onnx.tokenize;

import io.vicinal.onnx.model.Head;
import io.vicinal.onnx.model.ModelException;
import io.vicinal.onnx.model.ModelFiles;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The tokens that tell a late-interaction model's queries from its documents. */
final class Markers {

    /** @throws ModelException where the vocabulary has no such token */
    static List<String> of(ModelFiles model, Vocabulary words) {
        if (!(model.profile().head() instanceof Head.LateInteraction head)) {
            return List.of();
        }
        List<String> markers = Stream.of(head.queryMarker(), head.documentMarker())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        for (String marker : markers) {
            if (words.id(marker) < 0) {
                throw new ModelException("The tokenizer of '" + model.name() + "' is expected to have the token '"
                        + marker + "', and has not.");
            }
        }
        return markers;
    }

    /** A text after a marker must be read as it is without one: some tokenizers treat the beginning of a text apart. */
    static void check(String marker, TextTokenizer tokenizer) {
        String text = "red and green";
        long[] expected = LongStream.concat(
                        LongStream.of(tokenizer.id(marker)),
                        Arrays.stream(tokenizer.encodePlain(text).ids()))
                .toArray();
        long[] found = tokenizer.encodePlain(marker + text).ids();
        if (!Arrays.equals(expected, found)) {
            tokenizer.close();
            throw new ModelException("The tokenizer of '" + tokenizer.model() + "' is expected to read a text after the"
                    + " marker '" + marker + "' as " + Arrays.toString(expected) + ", and reads it as "
                    + Arrays.toString(found) + ".");
        }
    }

    private Markers() {}
}
