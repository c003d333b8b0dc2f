package io.vicinal.retrieval.lateinteraction;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.ModelMeans;
import io.vicinal.contracts.embedding.TokenFormat;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * How the token vectors of a collection's passages stand in its index: one after the other as they came on the log, and
 * after those of int8, which are directions only, a float32 for each, one over its length.
 *
 * @param dimensions of a token vector
 */
public record TokenLayout(TokenFormat format, int dimensions) {

    /** Null where the collection keeps none. */
    public static @Nullable TokenLayout of(Collection collection) {
        if (!collection.lateInteraction()) {
            return null;
        }
        ModelMeans means = collection.means();
        float[] token = means == null ? null : means.token();
        return new TokenLayout(collection.tokenFormat(), token == null ? collection.dimensions() : token.length);
    }

    /** The bytes of the vector itself. */
    int rowBytes() {
        return format.rowBytes(dimensions);
    }

    /** One of a passage's vectors, as it would stand if it were the only one. */
    byte[] row(BytesRef passage, int row, int count) {
        boolean scaled = format == TokenFormat.INT8;
        byte[] alone = new byte[rowBytes() + (scaled ? Float.BYTES : 0)];
        System.arraycopy(passage.bytes, passage.offset + row * rowBytes(), alone, 0, rowBytes());
        if (scaled) {
            int scale = passage.offset + count * rowBytes() + row * Float.BYTES;
            System.arraycopy(passage.bytes, scale, alone, rowBytes(), Float.BYTES);
        }
        return alone;
    }

    /** How many vectors there are in so many bytes. */
    int rows(int bytes) {
        return bytes / (rowBytes() + (format == TokenFormat.INT8 ? Float.BYTES : 0));
    }
}
