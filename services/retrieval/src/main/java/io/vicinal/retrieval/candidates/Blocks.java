package io.vicinal.retrieval.candidates;

import io.vicinal.retrieval.shard.IndexFields;
import io.vicinal.retrieval.shard.Segments;
import java.io.IOException;
import java.util.stream.IntStream;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BitSet;

/** All passages of the documents that some passages belong to. */
final class Blocks {

    /**
     * @param passages in ascending order
     * @return the same and their fellows, in ascending order
     */
    static int[] of(IndexSearcher searcher, int[] passages) throws IOException {
        IntStream.Builder all = IntStream.builder();
        Segments.each(searcher, passages, (segment, from, to) -> {
            BitSet documents = IndexFields.parents().getBitSet(segment);
            if (documents == null) {
                return;
            }
            int end = -1;
            for (int i = from; i < to; i++) {
                int passage = passages[i] - segment.docBase;
                if (passage > end) {
                    int first = passage == 0 ? 0 : documents.prevSetBit(passage) + 1;
                    end = documents.nextSetBit(passage);
                    IntStream.range(first, end)
                            .map(doc -> doc + segment.docBase)
                            .forEach(all);
                }
            }
        });
        return all.build().toArray();
    }

    private Blocks() {}
}
