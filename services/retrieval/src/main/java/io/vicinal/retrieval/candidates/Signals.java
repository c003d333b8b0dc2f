package io.vicinal.retrieval.candidates;

import io.vicinal.retrieval.shard.IndexFields;
import io.vicinal.retrieval.shard.Segments;
import java.io.IOException;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;

/**
 * The numbers of passages that were found one way or another: each is computed for every passage by the same path,
 * whichever way it was found, so that fusion compares like with like. Passages are given in ascending order.
 */
final class Signals {
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
