package io.vicinal.embedding.compress;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.ModelMeans;
import io.vicinal.contracts.embedding.PassageTokens;
import io.vicinal.contracts.embedding.TokenFormat;
import io.vicinal.onnx.encode.TokenVectors;
import java.util.Arrays;
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
     * Costs a few hundredths of the run that gave the vectors: not for the encoder's own threads.
     *
     * @return {@code ceil(count / pooling)} vectors, or null where the text has no tokens of its own
     */
    public @Nullable PassageTokens compress(TokenVectors tokens) {
        if (tokens.count() == 0) {
            return null;
        }
        int dimensions = tokens.dimensions();
        if (mean != null && mean.length != dimensions) {
            throw new IllegalStateException("The collection's mean token vector has " + mean.length
                    + " dimensions, and the model's token vectors have " + dimensions + ".");
        }
        int clusters = Math.ceilDiv(tokens.count(), pooling);
        float[][] pooled = SphericalKMeans.centroids(rows(tokens), clusters);
        return new PassageTokens(format, clusters, dimensions, TokenQuantisation.bytes(pooled, format, mean));
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
