package io.vicinal.embedding.tei;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.embedding.rerank.Texts;
import io.vicinal.embedding.text.Inputs;
import io.vicinal.embedding.text.Options.Truncation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bodies of TEI's requests. As in TEI, properties that are not known are passed over. */
final class TeiRequests {

    /** {@code EmbedRequest}, {@code EmbedAllRequest} and {@code EmbedSparseRequest}, which have a part of its properties. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Embed(
            @Nullable Inputs inputs,
            @Nullable Boolean truncate,
            @Nullable String truncationDirection,
            @Nullable String promptName,
            @Nullable Boolean normalize,
            @Nullable Integer dimensions,
            @Nullable Boolean deterministic) {
        Truncation truncation() {
            return TeiRequests.truncation(truncate, truncationDirection);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Similarity(@Nullable Sentences inputs, @Nullable Parameters parameters) {

        @JsonIgnoreProperties(ignoreUnknown = true)
        record Sentences(
                @Nullable String sourceSentence, @Nullable List<@Nullable String> sentences) {}

        @JsonIgnoreProperties(ignoreUnknown = true)
        record Parameters(
                @Nullable Boolean truncate,
                @Nullable String truncationDirection,
                @Nullable String promptName) {}

        Truncation truncation() {
            return parameters == null
                    ? Truncation.REFUSE
                    : TeiRequests.truncation(parameters.truncate, parameters.truncationDirection);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Tokenize(
            @Nullable Inputs inputs,
            @Nullable Boolean addSpecialTokens,
            @Nullable String promptName) {}

    /** @param ids of one text, or of several */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Decode(@Nullable Inputs ids, @Nullable Boolean skipSpecialTokens) {}

    /** @param model ours: another model than the default one */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Rerank(
            @Nullable String query,
            @Nullable Texts texts,
            @Nullable Boolean rawScores,
            @Nullable Boolean returnText,
            @Nullable Boolean truncate,
            @Nullable String truncationDirection,
            @Nullable String model) {
        Truncation truncation() {
            return TeiRequests.truncation(truncate, truncationDirection);
        }
    }

    private static Truncation truncation(@Nullable Boolean truncate, @Nullable String direction) {
        Truncation side = switch (direction) {
            case null -> Truncation.RIGHT;
            case "right", "Right" -> Truncation.RIGHT;
            case "left", "Left" -> Truncation.LEFT;
            default ->
                throw ProblemType.INVALID_VALUE.exception(
                        "truncation_direction",
                        "\"truncation_direction\" is \"%s\"; it is Left or Right.".formatted(direction));
        };
        return Boolean.TRUE.equals(truncate) ? side : Truncation.REFUSE;
    }

    private TeiRequests() {}
}
