package io.vicinal.retrieval.shard;

import io.vicinal.contracts.search.RetrievalApi.Direction;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The float32 vectors of passages, read back. */
public final class PassageVectors {

    /** {@code float[dimensions]} of a passage by its number in this searcher. */
    public static float[] of(IndexSearcher searcher, int doc) throws IOException {
        LeafReaderContext segment = segment(searcher, doc);
        FloatVectorValues vectors = segment.reader().getFloatVectorValues(IndexFields.VECTOR);
        DocIndexIterator place = vectors.iterator();
        place.advance(doc - segment.docBase);
        return vectors.vectorValue(place.index()).clone();
    }

    /** The mean of a document's passages, or null where there is no such document or it has expired. */
    public static @Nullable Direction direction(IndexSearcher searcher, String id, Instant now) throws IOException {
        ScoreDoc[] found = searcher.search(
                        new BooleanQuery.Builder()
                                .add(new TermQuery(IndexFields.id(id)), Occur.FILTER)
                                .add(IndexFields.documents(), Occur.FILTER)
                                .build(),
                        1)
                .scoreDocs;
        if (found.length == 0) {
            return null;
        }
        int document = found[0].doc;
        Instant expiresAt = DocumentExpiry.of(searcher, document);
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            return null;
        }
        LeafReaderContext segment = segment(searcher, document);
        BitSet parents = IndexFields.parents().getBitSet(segment);
        int parent = document - segment.docBase;
        int first = parent == 0 || parents == null ? 0 : parents.prevSetBit(parent - 1) + 1;
        return first == parent
                ? null
                : new Direction(id, mean(segment, first, parent), DocumentSource.offset(segment, parent));
    }

    /**
     * The mean of some passages, {@code float[dimensions]}.
     *
     * @param first in the segment, the others up to {@code end} follow it
     */
    public static float[] mean(LeafReaderContext segment, int first, int end) throws IOException {
        FloatVectorValues vectors = segment.reader().getFloatVectorValues(IndexFields.VECTOR);
        DocIndexIterator place = vectors.iterator();
        double[] sum = new double[vectors.dimension()];
        for (int doc = first; doc < end; doc++) {
            place.advance(doc);
            float[] vector = vectors.vectorValue(place.index());
            for (int d = 0; d < sum.length; d++) {
                sum[d] += vector[d];
            }
        }
        float[] mean = new float[sum.length];
        for (int d = 0; d < sum.length; d++) {
            mean[d] = (float) (sum[d] / (end - first));
        }
        return mean;
    }

    private static LeafReaderContext segment(IndexSearcher searcher, int doc) {
        List<LeafReaderContext> segments = searcher.getIndexReader().leaves();
        return segments.get(ReaderUtil.subIndex(doc, segments));
    }

    private PassageVectors() {}
}
