package io.vicinal.contracts.inference;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.filter.Filter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts of which is asked how strange they are to a collection's documents.
 *
 * @param texts 1 to {@link ClassifyRequest#MAX_TEXTS}
 * @param field a keyword or boolean field: only documents with a value of it count; null for all documents
 * @param filter which documents may be neighbours; null for all
 */
@JsonInclude(Include.NON_NULL)
public record NoveltyRequest(
        @Nullable List<String> texts,
        @Nullable String field,
        @Nullable Filter filter) {}
