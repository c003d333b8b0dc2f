package io.vicinal.retrieval.browse;

import io.vicinal.retrieval.candidates.MatchedPassages;
import io.vicinal.retrieval.shard.IndexFields;
import io.vicinal.retrieval.shard.Segments;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The passage that is shown for each of some documents: its first, or the one that matches a query best. */
final class ShownPassages {
    private final int[] documents;
    private final Map<Integer, Integer> passages = new HashMap<>();
    private final Map<Integer, Float> scores = new HashMap<>();

    private ShownPassages(int[] documents) {
        this.documents = documents;
    }

    static ShownPassages of(int[] documents, @Nullable MatchedPassages matched, IndexSearcher shard)
            throws IOException {
        ShownPassages shown = new ShownPassages(documents);
        int[] ascending = Arrays.stream(documents).sorted().toArray();
        int[] firsts = new int[ascending.length];
        Segments.each(shard, ascending, (segment, from, to) -> {
            BitSet parents = IndexFields.parents().getBitSet(segment);
            for (int i = from; i < to && parents != null; i++) {
                firsts[i] = segment.docBase + parents.prevSetBit(ascending[i] - segment.docBase - 1) + 1;
            }
        });
        for (int i = 0; i < ascending.length; i++) {
            shown.passages.put(ascending[i], firsts[i]);
        }
        if (matched != null) {
            shown.best(matched, ascending, firsts);
        }
        return shown;
    }

    private void best(MatchedPassages matched, int[] ascending, int[] firsts) throws IOException {
        int[] all = IntStream.range(0, ascending.length)
                .flatMap(i -> IntStream.range(firsts[i], ascending[i]))
                .toArray();
        float[] lexical = matched.scores(all);
        for (int i = 0, document = 0; i < all.length; i++) {
            while (all[i] > ascending[document]) {
                document++;
            }
            Float best = scores.get(ascending[document]);
            if (best == null || lexical[i] > best) {
                scores.put(ascending[document], lexical[i]);
                passages.put(ascending[document], all[i]);
            }
        }
    }

    int passage(int document) {
        return passages.getOrDefault(documents[document], -1);
    }

    @Nullable
    Float lexical(int document) {
        return scores.get(documents[document]);
    }
}
