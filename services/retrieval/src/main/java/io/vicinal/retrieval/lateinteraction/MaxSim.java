package io.vicinal.retrieval.lateinteraction;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.QueryTokens;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.LexicalStatistics;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * The late interaction of one query with passages: each token of the query takes the cosine of the passage's token that is
 * nearest to it, and the score is their mean, weighted by the inverse document frequency of the query's word pieces (Khattab
 * and Zaharia, <i>ColBERT</i>, SIGIR 2020, who weigh all alike). Costs {@code query tokens × passage tokens × dimensions}
 * for each passage and allocates nothing for a token. One thread uses it.
 */
public final class MaxSim {
    private final TokenLayout layout;
    private final float[] weights;
    private final Rows rows;
    /** Of each query token, in the passage at hand. */
    private final float[] best;

    MaxSim(float[][] query, float[] weights, TokenLayout layout) {
        this.layout = layout;
        this.weights = weights;
        this.best = new float[query.length];
        this.rows = switch (layout.format()) {
            case FLOAT32 -> new FloatRows(query);
            case INT8 -> new ByteRows(query);
            case BINARY -> new BitRows(query);
        };
    }

    /**
     * @param query null where none was asked for
     * @param global statistics of the whole collection, or null to use the shard's own
     * @return null where the query has no tokens or the collection no token vectors
     * @throws io.vicinal.contracts.error.ProblemException where the query's vectors do not fit the collection's
     */
    public static @Nullable MaxSim of(
            @Nullable QueryTokens query, @Nullable LexicalStatistics global, Collection collection, IndexReader shard)
            throws IOException {
        TokenLayout layout = TokenLayout.of(collection);
        if (layout == null || query == null || query.count() == 0) {
            return null;
        }
        check(query, layout);
        return new MaxSim(vectors(query), PieceWeights.of(query, global, shard), layout);
    }

    /** @param passage as it stands in the {@link TokenColumn} */
    public float score(BytesRef passage) {
        Arrays.fill(best, Float.NEGATIVE_INFINITY);
        rows.nearest(passage.bytes, passage.offset, layout.rows(passage.length), best);
        double score = 0;
        for (int token = 0; token < best.length; token++) {
            score += (double) weights[token] * best[token];
        }
        return (float) score;
    }

    /**
     * How each query token came to its part of {@link #score}.
     *
     * @param vector the passage's nearest token vector, from 0
     */
    public record Match(float weight, int vector, float cosine) {}

    /** Of each query token, in order; the sum of {@code weight × cosine} is the score. */
    public List<Match> matches(BytesRef passage) {
        int count = layout.rows(passage.length);
        float[] nearest = new float[best.length];
        int[] vectors = new int[best.length];
        Arrays.fill(nearest, Float.NEGATIVE_INFINITY);
        for (int row = 0; row < count; row++) {
            byte[] alone = layout.row(passage, row, count);
            Arrays.fill(best, Float.NEGATIVE_INFINITY);
            rows.nearest(alone, 0, 1, best);
            for (int token = 0; token < best.length; token++) {
                if (best[token] > nearest[token]) {
                    nearest[token] = best[token];
                    vectors[token] = row;
                }
            }
        }
        return IntStream.range(0, best.length)
                .mapToObj(token -> new Match(weights[token], vectors[token], nearest[token]))
                .toList();
    }

    private static void check(QueryTokens query, TokenLayout layout) {
        if (query.vectors().length != (long) query.count() * layout.dimensions()) {
            throw ProblemType.WRONG_DIMENSIONS.exception(
                    "tokens",
                    query.count() + " tokens of the query have " + query.vectors().length
                            + " components in all, and the collection's token vectors "
                            + layout.dimensions() + " each");
        }
        for (float component : query.vectors()) {
            if (!Float.isFinite(component)) {
                throw ProblemType.INVALID_VALUE.exception("tokens", "a vector holds finite numbers only");
            }
        }
    }

    private static float[][] vectors(QueryTokens query) {
        float[][] vectors = new float[query.count()][];
        for (int token = 0; token < vectors.length; token++) {
            int from = token * query.dimensions();
            vectors[token] = Arrays.copyOfRange(query.vectors(), from, from + query.dimensions());
        }
        return vectors;
    }
}
