package io.vicinal.retrieval.candidates;

import io.vicinal.matrix.Products;
import io.vicinal.retrieval.candidates.NearestDocuments.Nearest;
import io.vicinal.retrieval.shard.IndexFields;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BitSet;

/**
 * The documents nearest to many vectors at once, by the exact cosine of every match: a block of passages is read once and
 * compared with all vectors while it is in the cache, which for many vectors costs each less than a walk through the graph does.
 * Each document counts by its nearest passage. For one search, on one thread.
 */
final class ExactBatchSearch {
    /** Passages of a block. */
    private static final int BLOCK = 64;

    private final Products products = Products.best();
    private final int dimensions;
    private final float[] vectors;
    private final NearestHeap[] nearest;
    /** Of the document at hand, for each vector its nearest passage and how near that is. */
    private final float[] best;

    private final int[] passage;
    private int document = -1;

    private final float[] block;
    private final int[] docs = new int[BLOCK];
    private final float[] cosines;

    private ExactBatchSearch(List<float[]> vectors, int count) {
        this.dimensions = vectors.getFirst().length;
        this.vectors = new float[vectors.size() * dimensions];
        for (int i = 0; i < vectors.size(); i++) {
            System.arraycopy(vectors.get(i), 0, this.vectors, i * dimensions, dimensions);
        }
        this.nearest = IntStream.range(0, vectors.size())
                .mapToObj(_ -> new NearestHeap(count))
                .toArray(NearestHeap[]::new);
        this.best = new float[vectors.size()];
        this.passage = new int[vectors.size()];
        this.block = new float[BLOCK * dimensions];
        this.cosines = new float[vectors.size() * BLOCK];
    }

    /**
     * @param vectors {@code float[dimensions]} each, L2-normalised
     * @param count the most documents for each
     */
    static List<Nearest> nearest(IndexSearcher shard, List<float[]> vectors, int count, FilterMatches filter)
            throws IOException {
        ExactBatchSearch search = new ExactBatchSearch(vectors, count);
        for (LeafReaderContext segment : shard.getIndexReader().leaves()) {
            BitSet documents = IndexFields.parents().getBitSet(segment);
            if (documents != null) {
                search.read(segment, filter.in(segment, documents), documents);
            }
        }
        return IntStream.range(0, vectors.size())
                .mapToObj(i -> search.nearest[i].drain())
                .toList();
    }

    private void read(LeafReaderContext segment, MatchingPassages matches, BitSet documents) throws IOException {
        FloatVectorValues values = segment.reader().getFloatVectorValues(IndexFields.VECTOR);
        if (values == null || matches.cost() == 0) {
            return;
        }
        DocIndexIterator place = values.iterator();
        DocIdSetIterator passages = matches.iterator();
        int rows = 0;
        for (int doc = passages.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = passages.nextDoc()) {
            place.advance(doc);
            System.arraycopy(values.vectorValue(place.index()), 0, block, rows * dimensions, dimensions);
            docs[rows++] = doc;
            if (rows == BLOCK) {
                compare(rows, segment.docBase, documents);
                rows = 0;
            }
        }
        compare(rows, segment.docBase, documents);
        leave();
    }

    private void compare(int rows, int docBase, BitSet documents) {
        products.dots(vectors, 0, nearest.length, block, 0, rows, dimensions, cosines);
        for (int row = 0; row < rows; row++) {
            int parent = documents.nextSetBit(docs[row]) + docBase;
            if (parent != document) {
                leave();
                document = parent;
            }
            for (int i = 0; i < best.length; i++) {
                float cosine = cosines[i * rows + row];
                if (cosine > best[i]) {
                    best[i] = cosine;
                    passage[i] = docs[row] + docBase;
                }
            }
        }
    }

    /** The document at hand is whole. */
    private void leave() {
        for (int i = 0; document >= 0 && i < nearest.length; i++) {
            nearest[i].offer(passage[i], best[i]);
        }
        Arrays.fill(best, Float.NEGATIVE_INFINITY);
        document = -1;
    }
}
