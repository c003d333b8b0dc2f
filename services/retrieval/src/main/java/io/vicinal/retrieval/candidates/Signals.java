package io.vicinal.retrieval.candidates;

import io.vicinal.retrieval.shard.IndexFields;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.VectorUtil;

/**
 * The numbers of passages that were found one way or another: each is computed for every passage by the same path,
 * whichever way it was found, so that fusion compares like with like. Passages are given in ascending order.
 */
final class Signals {

    /** What is done with the passages of one segment: {@code passages[from..to)} lie in it. */
    private interface OfSegment {
        void read(LeafReaderContext segment, int from, int to) throws IOException;
    }

    /** Cosines with a unit vector, from the float32 copies. */
    static float[] cosines(IndexSearcher searcher, float[] vector, int[] passages) throws IOException {
        float[] cosines = new float[passages.length];
        bySegment(searcher, passages, (segment, from, to) -> {
            FloatVectorValues vectors = segment.reader().getFloatVectorValues(IndexFields.VECTOR);
            DocIndexIterator position = vectors.iterator();
            for (int i = from; i < to; i++) {
                position.advance(passages[i] - segment.docBase);
                cosines[i] = VectorUtil.dotProduct(vectors.vectorValue(position.index()), vector);
            }
        });
        return cosines;
    }

    /** BM25, 0 where no term matches. */
    static float[] lexical(IndexSearcher searcher, LexicalQuery query, int[] passages) throws IOException {
        float[] scores = new float[passages.length];
        Weight weight = searcher.createWeight(searcher.rewrite(query.query()), ScoreMode.COMPLETE, 1);
        bySegment(searcher, passages, (segment, from, to) -> {
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
        bySegment(searcher, passages, (segment, from, to) -> {
            BinaryDocValues values = segment.reader().getBinaryDocValues(IndexFields.ID);
            for (int i = from; i < to; i++) {
                ids[i] = values.advanceExact(passages[i] - segment.docBase)
                        ? values.binaryValue().utf8ToString()
                        : "";
            }
        });
        return ids;
    }

    private static void bySegment(IndexSearcher searcher, int[] passages, OfSegment read) throws IOException {
        List<LeafReaderContext> segments = searcher.getIndexReader().leaves();
        for (int from = 0; from < passages.length; ) {
            LeafReaderContext segment = segments.get(ReaderUtil.subIndex(passages[from], segments));
            int end = segment.docBase + segment.reader().maxDoc();
            int to = from + 1;
            while (to < passages.length && passages[to] < end) {
                to++;
            }
            read.read(segment, from, to);
            from = to;
        }
    }

    private Signals() {}
}
