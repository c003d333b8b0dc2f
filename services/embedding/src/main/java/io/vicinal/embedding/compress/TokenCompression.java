package io.vicinal.embedding.compress;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.ModelMeans;
import io.vicinal.contracts.embedding.PassageTokens;
import io.vicinal.contracts.embedding.TokenFormat;
import io.vicinal.onnx.encode.TokenVectors;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a collection keeps the token vectors of its passages: pooled, as in Clavié, Chaffin and Adams, <i>Reducing the
 * Footprint of Multi-Vector Retrieval with Minimal Performance Impact via Token Pooling</i> (2024), then quantised.
 *
 * @param pooling how many token vectors become one, on average
 * @param mean of the model's token vectors, subtracted before signs are taken; null subtracts nothing
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TokenCompression(int pooling, TokenFormat format, float @Nullable [] mean) {
    /** Another number for every change of what {@link #compress} makes of the same vectors. */
    public static final int REVISION = 2;

    /** Null where the collection keeps none. */
    public static @Nullable TokenCompression of(Collection collection) {
        if (!collection.lateInteraction()) {
            return null;
        }
        ModelMeans means = collection.means();
        return new TokenCompression(
                collection.tokenPooling(), collection.tokenFormat(), means == null ? null : means.token());
    }

    /**
     * A word piece counts once among those that a pooled vector stands for, however often the text has it: the pieces of which
     * there are many say the least. Costs a few hundredths of the run that gave the vectors: not for the encoder's own threads.
     *
     * @param pieces {@code int[count]}, the word piece of each token
     * @return {@code ceil(count / pooling)} vectors, or null where the text has no tokens of its own
     */
    public @Nullable PassageTokens compress(TokenVectors tokens, int[] pieces) {
        if (tokens.count() == 0) {
            return null;
        }
        int dimensions = tokens.dimensions();
        if (mean != null && mean.length != dimensions) {
            throw new IllegalStateException("The collection's mean token vector has " + mean.length
                    + " dimensions, and the model's token vectors have " + dimensions + ".");
        }
        int clusters = Math.ceilDiv(tokens.count(), pooling);
        float[][] pooled = SphericalKMeans.centroids(rows(tokens), clusters, onceEach(pieces));
        return new PassageTokens(format, clusters, dimensions, TokenQuantisation.bytes(pooled, format, mean));
    }

    private static float[] onceEach(int[] pieces) {
        Map<Integer, Integer> occurrences = new HashMap<>();
        for (int piece : pieces) {
            occurrences.merge(piece, 1, Integer::sum);
        }
        float[] weights = new float[pieces.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 1f / Objects.requireNonNull(occurrences.get(pieces[i]));
        }
        return weights;
    }

    static float[][] rows(TokenVectors tokens) {
        float[][] rows = new float[tokens.count()][];
        for (int row = 0; row < rows.length; row++) {
            int from = row * tokens.dimensions();
            rows[row] = Arrays.copyOfRange(tokens.values(), from, from + tokens.dimensions());
        }
        return rows;
    }
}
