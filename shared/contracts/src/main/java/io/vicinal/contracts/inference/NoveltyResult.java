package io.vicinal.contracts.inference;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param results one a text, in order
 * @param learned what the texts were compared with
 * @param warnings what is not as asked, in a sentence each
 */
public record NoveltyResult(List<Judged> results, ClassifierState learned, List<String> warnings) {

    /**
     * @param novelty the share of the documents that are nearer to their own nearest than the text is to its; null where that
     *     is not known
     * @param isNovel null where {@code novelty} is
     * @param reason why it is not known, else null
     * @param nearest null where no document may be one
     */
    public record Judged(
            @JsonInclude(Include.ALWAYS) @Nullable Double novelty,
            @JsonInclude(Include.ALWAYS) @Nullable Boolean isNovel,
            @JsonInclude(Include.NON_NULL) @Nullable String reason,
            @JsonInclude(Include.ALWAYS) @Nullable Nearest nearest) {}

    /** @param similarity cosine of the text and the nearest passage of the document */
    public record Nearest(String documentId, double similarity) {}
}
