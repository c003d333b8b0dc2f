package io.vicinal.retrieval.candidates;

import io.vicinal.retrieval.candidates.NearestDocuments.Nearest;
import org.apache.lucene.util.LongHeap;
import org.apache.lucene.util.NumericUtils;

/** The so many nearest of passages; of equally near ones those that come first in the index. */
final class NearestHeap {
    private static final int INT = Integer.SIZE;

    private final int most;
    /** The cosine in the upper half, the passage in the lower, so that the least of them all is the first to go. */
    private final LongHeap heap;

    NearestHeap(int most) {
        this.most = most;
        this.heap = new LongHeap(most);
    }

    void offer(int passage, float cosine) {
        long entry = ((long) NumericUtils.floatToSortableInt(cosine) << INT) | (Integer.MAX_VALUE - passage);
        if (heap.size() < most) {
            heap.push(entry);
        } else if (entry > heap.top()) {
            heap.updateTop(entry);
        }
    }

    /** Empties itself. @return nearest first */
    Nearest drain() {
        int[] passages = new int[heap.size()];
        float[] cosines = new float[passages.length];
        for (int i = passages.length - 1; i >= 0; i--) {
            long entry = heap.pop();
            passages[i] = Integer.MAX_VALUE - (int) entry;
            cosines[i] = NumericUtils.sortableIntToFloat((int) (entry >> INT));
        }
        return new Nearest(passages, cosines);
    }
}
