package io.vicinal.retrieval.candidates;

import io.vicinal.retrieval.shard.IndexFields;
import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.util.BitSet;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.LongHeap;
import org.apache.lucene.util.NumericUtils;

/**
 * The best documents by their best passage. The passages of a document come one after the other, so one pending best is
 * all that is held beside the heap; and as a passage below the heap's least score cannot help any document into it, whole
 * blocks of postings are skipped as in a plain top-k search (Ding and Suel, SIGIR 2011).
 */
final class BestPassageCollector implements Collector {
    /** The best so far: the score's sortable bits above the complement of the passage, so that ties go to the earlier. */
    private final LongHeap best;

    private final int count;
    private float least;

    BestPassageCollector(int count) {
        this.count = count;
        this.best = new LongHeap(count);
    }

    @Override
    public ScoreMode scoreMode() {
        return ScoreMode.TOP_SCORES;
    }

    /** The passages found, at most {@code count}, one a document, in no order. */
    int[] passages() {
        int[] passages = new int[best.size()];
        for (int i = 0; i < passages.length; i++) {
            passages[i] = ~(int) best.get(i + 1);
        }
        return passages;
    }

    private void offer(int passage, float score) {
        long entry = ((long) NumericUtils.floatToSortableInt(score) << Integer.SIZE) | (~passage & 0xFFFFFFFFL);
        best.insertWithOverflow(entry);
        if (best.size() == count) {
            least = Math.nextUp(NumericUtils.sortableIntToFloat((int) (best.top() >> Integer.SIZE)));
        }
    }

    @Override
    public LeafCollector getLeafCollector(LeafReaderContext leaf) throws IOException {
        BitSet parents = IndexFields.parents().getBitSet(leaf);
        return new Leaf(
                leaf.docBase, parents == null ? new FixedBitSet(leaf.reader().maxDoc()) : parents);
    }

    private final class Leaf implements LeafCollector {
        private final int docBase;
        private final BitSet parents;
        private Scorable scorer = NOTHING;
        /** The end of the block that the pending passage is in. */
        private int parent = -1;

        private int pending = -1;
        private float pendingScore;

        Leaf(int docBase, BitSet parents) {
            this.docBase = docBase;
            this.parents = parents;
        }

        @Override
        public void setScorer(Scorable scorer) throws IOException {
            this.scorer = scorer;
            if (least > 0) {
                scorer.setMinCompetitiveScore(least);
            }
        }

        @Override
        public void collect(int doc) throws IOException {
            float score = scorer.score();
            if (doc > parent) {
                flush();
                parent = parents.nextSetBit(doc);
                pending = doc;
                pendingScore = score;
            } else if (score > pendingScore) {
                pending = doc;
                pendingScore = score;
            }
        }

        @Override
        public void finish() throws IOException {
            flush();
        }

        private void flush() throws IOException {
            if (pending >= 0 && pendingScore >= least) {
                offer(docBase + pending, pendingScore);
                if (least > 0) {
                    scorer.setMinCompetitiveScore(least);
                }
            }
            pending = -1;
        }
    }

    private static final Scorable NOTHING = new Scorable() {
        @Override
        public float score() {
            return 0;
        }
    };
}
