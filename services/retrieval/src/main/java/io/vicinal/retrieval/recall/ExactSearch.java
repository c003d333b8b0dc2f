package io.vicinal.retrieval.recall;

import io.vicinal.contracts.search.GroupBy;
import io.vicinal.retrieval.shard.IndexFields;
import java.io.IOException;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConjunctionUtils;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSet;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/**
 * The highest cosines there are with a vector: every live passage under the filter is compared, from the float32 copies.
 * It can stop at any time and go on later; its searcher must be held open until then. One thread uses it.
 */
final class ExactSearch {
    /** Passages compared before it asks whether it may go on: some tens of microseconds. */
    private static final int AT_ONCE = 512;

    private final float[] vector;
    private final int count;
    private final boolean byDocument;
    private final @Nullable Weight filter;
    private final Iterator<LeafReaderContext> segments;
    private final PriorityQueue<Float> best = new PriorityQueue<>();
    private @Nullable Segment segment;

    /** @param filter null lets everything through */
    ExactSearch(IndexSearcher searcher, float[] vector, int count, GroupBy groupBy, @Nullable Query filter)
            throws IOException {
        this.vector = vector;
        this.count = count;
        this.byDocument = groupBy.equals(GroupBy.DOCUMENT);
        this.filter = filter == null
                ? null
                : searcher.createWeight(searcher.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, 1);
        this.segments = searcher.getIndexReader().leaves().iterator();
    }

    /** @return whether it is finished */
    boolean run(BooleanSupplier mayGoOn) throws IOException {
        while (segment != null || segments.hasNext()) {
            if (!mayGoOn.getAsBoolean()) {
                return false;
            }
            if (segment == null) {
                segment = open(segments.next());
            }
            if (segment == null || segment.compare(AT_ONCE)) {
                segment = null;
            }
        }
        return true;
    }

    /** The cosines of the best, one a document where grouped so, highest first; fewer than asked for where there are no more. */
    List<Float> best() {
        return best.stream().sorted(Comparator.reverseOrder()).toList();
    }

    private @Nullable Segment open(LeafReaderContext leaf) throws IOException {
        FloatVectorValues vectors = leaf.reader().getFloatVectorValues(IndexFields.VECTOR);
        BitSet documents = IndexFields.parents().getBitSet(leaf);
        if (vectors == null || documents == null) {
            return null;
        }
        DocIndexIterator position = vectors.iterator();
        if (filter == null) {
            return new Segment(leaf, vectors, position, position, documents);
        }
        Scorer matching = filter.scorer(leaf);
        return matching == null
                ? null
                : new Segment(
                        leaf,
                        vectors,
                        position,
                        ConjunctionUtils.intersectIterators(List.of(matching.iterator(), position)),
                        documents);
    }

    private void offer(float cosine) {
        if (best.size() < count) {
            best.add(cosine);
        } else if (best.element() < cosine) {
            best.remove();
            best.add(cosine);
        }
    }

    /** How far a segment has been compared. A document's passages come one after the other, so one best is pending. */
    private final class Segment {
        private final @Nullable Bits live;
        private final FloatVectorValues vectors;
        private final DocIndexIterator position;
        private final DocIdSetIterator passages;
        private final BitSet documents;
        private int document = -1;
        private float pending = Float.NEGATIVE_INFINITY;

        Segment(
                LeafReaderContext leaf,
                FloatVectorValues vectors,
                DocIndexIterator position,
                DocIdSetIterator passages,
                BitSet documents) {
            this.live = leaf.reader().getLiveDocs();
            this.vectors = vectors;
            this.position = position;
            this.passages = passages;
            this.documents = documents;
        }

        /** @return whether there are no more */
        boolean compare(int passagesAtMost) throws IOException {
            for (int i = 0; i < passagesAtMost; i++) {
                int passage = passages.nextDoc();
                if (passage == DocIdSetIterator.NO_MORE_DOCS) {
                    flush();
                    return true;
                }
                if (live != null && !live.get(passage)) {
                    continue;
                }
                if (!byDocument || passage > document) {
                    flush();
                    document = documents.nextSetBit(passage);
                }
                float cosine = VectorUtil.dotProduct(vector, vectors.vectorValue(position.index()));
                pending = Math.max(pending, cosine);
            }
            return false;
        }

        private void flush() {
            if (pending > Float.NEGATIVE_INFINITY) {
                offer(pending);
                pending = Float.NEGATIVE_INFINITY;
            }
        }
    }
}
