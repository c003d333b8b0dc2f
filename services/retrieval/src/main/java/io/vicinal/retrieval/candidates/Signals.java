package io.vicinal.retrieval.candidates;

import io.vicinal.retrieval.lateinteraction.MaxSim;
import io.vicinal.retrieval.lateinteraction.TokenColumn;
import io.vicinal.retrieval.shard.IndexFields;
import io.vicinal.retrieval.shard.Segments;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of passages that were found one way or another: each is computed for every passage by the same path,
 * whichever way it was found, so that fusion compares like with like. Passages are given in ascending order.
 */
final class Signals {
    /** Cosines with a unit vector, from the float32 copies. */
    static float[] cosines(IndexSearcher searcher, float[] vector, int[] passages) throws IOException {
        return bestCosines(searcher, List.of(vector), passages);
    }

    /** The best cosine of each passage with any of the unit vectors; each passage's vector is read once. */
    static float[] bestCosines(IndexSearcher searcher, List<float[]> vectors, int[] passages) throws IOException {
        float[] best = new float[passages.length];
        Arrays.fill(best, Float.NEGATIVE_INFINITY);
        vectors(searcher, passages, (i, candidate) -> {
            for (float[] vector : vectors) {
                best[i] = Math.max(best[i], VectorUtil.dotProduct(candidate, vector));
            }
        });
        return best;
    }

    /** BM25, 0 where no term matches. */
    static float[] lexical(IndexSearcher searcher, LexicalQuery query, int[] passages) throws IOException {
        float[] scores = new float[passages.length];
        Weight weight = searcher.createWeight(searcher.rewrite(query.query()), ScoreMode.COMPLETE, 1);
        Segments.each(searcher, passages, (segment, from, to) -> {
            Scorer scorer = weight.scorer(segment);
            DocIdSetIterator matches = scorer == null ? DocIdSetIterator.empty() : scorer.iterator();
            for (int i = from; i < to; i++) {
                int doc = passages[i] - segment.docBase;
                int match = matches.docID() < doc ? matches.advance(doc) : matches.docID();
                if (match == doc && scorer != null) {
                    scores[i] = scorer.score();
                }
            }
        });
        return scores;
    }

    static String[] documentIds(IndexSearcher searcher, int[] passages) throws IOException {
        String[] ids = new String[passages.length];
        Segments.each(searcher, passages, (segment, from, to) -> {
            BinaryDocValues values = segment.reader().getBinaryDocValues(IndexFields.ID);
            for (int i = from; i < to; i++) {
                ids[i] = values.advanceExact(passages[i] - segment.docBase)
                        ? values.binaryValue().utf8ToString()
                        : "";
            }
        });
        return ids;
    }

    /** Late interaction; null for a passage without token vectors. */
    static @Nullable Float[] lateInteraction(IndexSearcher searcher, MaxSim query, int[] passages) throws IOException {
        @Nullable Float[] scores = new Float[passages.length];
        Segments.each(searcher, passages, (segment, from, to) -> {
            BinaryDocValues tokens = segment.reader().getBinaryDocValues(TokenColumn.NAME);
            for (int i = from; i < to && tokens != null; i++) {
                if (tokens.advanceExact(passages[i] - segment.docBase)) {
                    scores[i] = query.score(tokens.binaryValue());
                }
            }
        });
        return scores;
    }

    /** The signs of each vector less the mean, a bit a dimension. */
    static byte[][] sketches(IndexSearcher searcher, float @Nullable [] mean, int[] passages) throws IOException {
        byte[][] sketches = new byte[passages.length][];
        vectors(searcher, passages, (i, vector) -> sketches[i] = SignSketch.of(vector, mean));
        return sketches;
    }

    /** What is done with the vector of {@code passages[position]}, which is another's afterwards. */
    interface OfVector {
        void read(int position, float[] vector);
    }

    static void vectors(IndexSearcher searcher, int[] passages, OfVector read) throws IOException {
        Segments.each(searcher, passages, (segment, from, to) -> {
            FloatVectorValues vectors = segment.reader().getFloatVectorValues(IndexFields.VECTOR);
            DocIndexIterator place = vectors.iterator();
            for (int i = from; i < to; i++) {
                place.advance(passages[i] - segment.docBase);
                read.read(i, vectors.vectorValue(place.index()));
            }
        });
    }

    private Signals() {}
}
