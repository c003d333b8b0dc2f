package io.vicinal.retrieval.background;

import io.vicinal.contracts.search.Background;
import io.vicinal.contracts.search.Background.Distribution;
import io.vicinal.retrieval.lateinteraction.MaxSim;
import io.vicinal.retrieval.lateinteraction.TokenColumn;
import io.vicinal.retrieval.shard.IndexFields;
import io.vicinal.retrieval.shard.SampleField;
import io.vicinal.retrieval.shard.Segments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/**
 * Some 500 passages of a shard, out of the index and side by side: 0.8 MB of vectors of 384 dimensions, and 1 MB of token
 * vectors as they are by default.
 */
final class BackgroundSample {
    static final int PASSAGES = 500;
    /** Token vectors that are kept apart from the index; in larger formats they are those of fewer passages. */
    private static final int TOKEN_BYTES = 16 << 20;

    private final List<float[]> vectors;
    private final List<BytesRef> tokens;

    private BackgroundSample(List<float[]> vectors, List<BytesRef> tokens) {
        this.vectors = vectors;
        this.tokens = tokens;
    }

    static BackgroundSample of(IndexSearcher shard) throws IOException {
        List<float[]> vectors = new ArrayList<>();
        Tokens tokens = new Tokens();
        int[] passages = SampleField.passages(shard, PASSAGES);
        Segments.each(shard, passages, (segment, from, to) -> {
            FloatVectorValues values = segment.reader().getFloatVectorValues(IndexFields.VECTOR);
            DocIndexIterator place = values.iterator();
            BinaryDocValues column = segment.reader().getBinaryDocValues(TokenColumn.NAME);
            for (int i = from; i < to; i++) {
                int passage = passages[i] - segment.docBase;
                place.advance(passage);
                vectors.add(values.vectorValue(place.index()).clone());
                if (column != null && column.advanceExact(passage)) {
                    tokens.add(column);
                }
            }
        });
        return new BackgroundSample(vectors, tokens.kept);
    }

    /** Token vectors within their bound: evenly thinned out, since passages stand in the order in which they came. */
    private static final class Tokens {
        private final List<BytesRef> kept = new ArrayList<>();
        private long bytes;
        private int seen;
        private int step = 1;

        void add(BinaryDocValues column) throws IOException {
            if (seen++ % step > 0) {
                return;
            }
            BytesRef tokens = BytesRef.deepCopyOf(column.binaryValue());
            kept.add(tokens);
            bytes += tokens.length;
            while (bytes > TOKEN_BYTES && kept.size() > 1) {
                for (int odd = kept.size() - 1 - kept.size() % 2; odd > 0; odd -= 2) {
                    bytes -= kept.remove(odd).length;
                }
                step *= 2;
            }
        }
    }

    /** Costs a cosine for each passage of the sample, and as much late interaction as five times a hundred candidates. */
    Background of(float @Nullable [] vector, @Nullable MaxSim query) {
        return new Background(vector == null ? null : dense(vector), query == null ? null : lateInteraction(query));
    }

    private @Nullable Distribution dense(float[] vector) {
        float[] cosines = new float[vectors.size()];
        for (int i = 0; i < cosines.length; i++) {
            cosines[i] = VectorUtil.dotProduct(vectors.get(i), vector);
        }
        return TailFit.of(cosines);
    }

    private @Nullable Distribution lateInteraction(MaxSim query) {
        float[] scores = new float[tokens.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = query.score(tokens.get(i));
        }
        return TailFit.of(scores);
    }
}
