package io.vicinal.retrieval.candidates;

import io.vicinal.retrieval.lateinteraction.MaxSim;
import io.vicinal.retrieval.lateinteraction.TokenColumn;
import io.vicinal.retrieval.shard.Segments;
import java.io.IOException;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;

/** The late interaction of passages that were found one way or another. */
public final class LateInteraction {

    /**
     * The late interaction of a query with each passage; null for one without token vectors.
     *
     * @param passages in ascending order
     */
    public static @Nullable Float[] of(IndexSearcher searcher, MaxSim query, int[] passages) throws IOException {
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

    private LateInteraction() {}
}
