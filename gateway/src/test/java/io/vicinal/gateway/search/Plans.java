package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.MinRelevance;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.search.Fusion;
import io.vicinal.contracts.search.Fuzziness;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.Like;
import io.vicinal.contracts.search.SearchMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans of searches that ask for none of the later steps. */
final class Plans {

    /** Ordered by the fused score alone. */
    static SearchPlan byScore(
            SearchMode mode,
            @Nullable String query,
            float @Nullable [] vector,
            int topK,
            GroupBy groupBy,
            @Nullable Filter filter,
            boolean lateInteraction,
            @Nullable Fusion fusion,
            Fuzziness fuzziness,
            boolean highlight,
            int deadlineMs,
            boolean allowPartial,
            Browsing browsing,
            boolean explain,
            @Nullable Like like,
            List<float[]> furtherVectors,
            boolean includeVectors,
            boolean sparse) {
        return new SearchPlan(
                mode,
                query,
                vector,
                topK,
                groupBy,
                filter,
                lateInteraction,
                fusion,
                fuzziness,
                highlight,
                deadlineMs,
                allowPartial,
                browsing,
                explain,
                like,
                furtherVectors,
                includeVectors,
                sparse,
                MinRelevance.NONE,
                null,
                Composition.NONE,
                null);
    }

    private Plans() {}
}
