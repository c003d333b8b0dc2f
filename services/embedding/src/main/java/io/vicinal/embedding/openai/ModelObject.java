package io.vicinal.embedding.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.vicinal.embedding.model.ModelCard;
import io.vicinal.embedding.model.ModelState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's {@code Model}, and what ours says beside it.
 *
 * @param created when it was loaded, in seconds since 1970
 * @param status {@code loaded} or {@code loading}; the limits are there once it is loaded
 * @param maxInputTokens special tokens counted
 * @param matryoshkaDimensions the lengths to which its vectors may be cut; empty: any
 * @param prompts the names of those there are
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ModelObject(
        String id,
        String object,
        long created,
        String ownedBy,
        String status,
        @JsonProperty("default") boolean isDefault,
        @Nullable String kind,
        @Nullable Integer maxInputTokens,
        @Nullable Integer dimensions,
        @Nullable List<Integer> matryoshkaDimensions,
        @Nullable List<String> prompts,
        @Nullable Boolean deterministic,
        @Nullable String provider,
        @Nullable String fallback,
        @Nullable String fingerprint) {

    static ModelObject of(ModelState state) {
        ModelCard card = state.card();
        return new ModelObject(
                state.name(),
                "model",
                state.since().getEpochSecond(),
                "vicinal",
                card == null ? "loading" : "loaded",
                state.isDefault(),
                card == null ? null : card.kind().text(),
                card == null ? null : card.maxTokens(),
                card == null ? null : card.dimensions(),
                card == null ? null : card.matryoshkaDimensions(),
                card == null ? null : List.copyOf(card.prompts().keySet()),
                card == null ? null : card.deterministic(),
                card == null ? null : card.provider(),
                card == null ? null : card.fallback(),
                card == null ? null : card.fingerprint());
    }
}
