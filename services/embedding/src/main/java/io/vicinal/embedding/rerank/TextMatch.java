package io.vicinal.embedding.rerank;

import io.vicinal.contracts.embedding.QueryTokens;
import io.vicinal.embedding.model.Model;
import io.vicinal.embedding.model.ModelText;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.encode.TokenVectors;
import io.vicinal.onnx.session.OutputReader;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/**
 * How a text matches a query, read from the run that encodes it: the vectors of its tokens are compared at once and not kept.
 *
 * @param cosine of the dense vectors
 * @param best of each token of the query, the cosine of the text's token that is nearest to it; null where the model gives no
 *     vectors of tokens
 * @param has of each token of the query, whether its word piece is in the text
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TextMatch(float cosine, float @Nullable [] best, boolean[] has, boolean truncated) {

    /** Reads the matches of one query with many texts. Thread-safe; the work for a text is {@code tokens × tokens × dimensions}. */
    static final class Reader {
        private final Model model;
        private final float[] dense;
        private final int[] pieces;
        /** None where the model gives none. */
        private final float[][] tokens;

        /** @param tokens null where the model gives none */
        Reader(Model model, float[] dense, @Nullable QueryTokens tokens) {
            this.model = model;
            this.dense = dense;
            this.pieces = tokens == null ? new int[0] : tokens.pieces();
            this.tokens = tokens == null ? new float[0][] : rows(tokens);
        }

        private static float[][] rows(QueryTokens tokens) {
            int dimensions = tokens.dimensions();
            return IntStream.range(0, tokens.count())
                    .mapToObj(i -> Arrays.copyOfRange(tokens.vectors(), i * dimensions, (i + 1) * dimensions))
                    .toArray(float[][]::new);
        }

        OutputReader<TextMatch> of(ModelText text) {
            OutputReader<float[]> vector = model.dense(dense.length, true);
            TextEncoder encoder = model.local().orElse(null);
            OutputReader<TokenVectors> vectors =
                    encoder == null || tokens.length == 0 ? null : encoder.tokenVectors(text.ids());
            boolean[] has = has(text.ids());
            return (FloatBuffer rows, int first, int count, int dimensions) -> new TextMatch(
                    VectorUtil.dotProduct(dense, vector.read(rows, first, count, dimensions)),
                    vectors == null ? null : nearest(vectors.read(rows, first, count, dimensions)),
                    has,
                    text.truncated());
        }

        private boolean[] has(long[] ids) {
            long[] sorted = ids.clone();
            Arrays.sort(sorted);
            boolean[] has = new boolean[pieces.length];
            for (int i = 0; i < has.length; i++) {
                has[i] = Arrays.binarySearch(sorted, pieces[i]) >= 0;
            }
            return has;
        }

        /** 0 at least, for a text of special tokens alone. */
        private float[] nearest(TokenVectors text) {
            float[] best = new float[tokens.length];
            float[] row = new float[text.dimensions()];
            for (int i = 0; i < text.count(); i++) {
                System.arraycopy(text.values(), i * row.length, row, 0, row.length);
                for (int token = 0; token < best.length; token++) {
                    best[token] = Math.max(best[token], VectorUtil.dotProduct(tokens[token], row));
                }
            }
            return best;
        }
    }
}
