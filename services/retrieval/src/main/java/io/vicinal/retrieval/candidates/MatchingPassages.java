package io.vicinal.retrieval.candidates;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FilteredDocIdSetIterator;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSet;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * The live passages of a segment that a filter lets through, counted: which way of searching is cheapest depends on how
 * many they are. Documents match their filters too, have no vectors, and are left out.
 */
final class MatchingPassages extends AcceptDocs {
    /** Where fewer than one in so many documents match, their bits are kept sparse, as Lucene does. */
    private static final int SPARSE = 128;

    private final BitSet bits;
    private final int count;

    private MatchingPassages(BitSet bits) {
        this.bits = bits;
        this.count = bits.cardinality();
    }

    /** @param documents the segment's documents that are no passages */
    static MatchingPassages of(Weight filter, LeafReaderContext segment, BitSet documents) throws IOException {
        Scorer scorer = filter.scorer(segment);
        int size = segment.reader().maxDoc();
        if (scorer == null) {
            return new MatchingPassages(new FixedBitSet(0));
        }
        DocIdSetIterator matches = scorer.iterator();
        Bits live = segment.reader().getLiveDocs();
        return new MatchingPassages(
                matches.cost() < size / SPARSE
                        ? BitSet.of(passages(matches, live, documents), size)
                        : dense(matches, live, documents, size));
    }

    private static DocIdSetIterator passages(DocIdSetIterator matches, @Nullable Bits live, BitSet documents) {
        return new FilteredDocIdSetIterator(matches) {
            @Override
            protected boolean match(int doc) {
                return (live == null || live.get(doc)) && !documents.get(doc);
            }
        };
    }

    /** By whole words of bits. */
    private static BitSet dense(DocIdSetIterator matches, @Nullable Bits live, BitSet documents, int size)
            throws IOException {
        FixedBitSet bits = new FixedBitSet(size);
        bits.or(matches);
        if (live != null) {
            live.applyMask(bits, 0);
        }
        bits.andNot(new BitSetIterator(documents, 0));
        return bits;
    }

    boolean contains(int doc) {
        return bits.get(doc);
    }

    @Override
    public Bits bits() {
        return bits;
    }

    @Override
    public DocIdSetIterator iterator() {
        return new BitSetIterator(bits, count);
    }

    /** How many they are. */
    @Override
    public int cost() {
        return count;
    }
}
