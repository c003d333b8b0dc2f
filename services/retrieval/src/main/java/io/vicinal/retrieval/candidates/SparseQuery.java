package io.vicinal.retrieval.candidates;

import io.vicinal.contracts.embedding.QueryWeights;
import io.vicinal.contracts.embedding.SparseWeights;
import io.vicinal.contracts.search.Explanation.Word;
import io.vicinal.retrieval.filter.FilterQuery;
import io.vicinal.retrieval.shard.Segments;
import io.vicinal.retrieval.sparse.SparseField;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.document.FeatureField;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/** A weighed query: what finds the passages with the largest dot products, and what computes that of any passage. */
final class SparseQuery {
    static {
        FilterQuery.leaveRoomFor(SparseWeights.MOST);
    }

    private final QueryWeights asked;

    private SparseQuery(QueryWeights asked) {
        this.asked = asked;
    }

    /** Null where nothing is asked. */
    static @Nullable SparseQuery of(@Nullable QueryWeights asked) {
        return asked == null ? null : new SparseQuery(asked);
    }

    /** Whether there is no word to look for. */
    boolean isEmpty() {
        return asked.weights().count() == 0;
    }

    /** @param filter null lets everything through */
    Query query(@Nullable Query filter) {
        SparseWeights weights = asked.weights();
        BooleanQuery.Builder words = new BooleanQuery.Builder();
        for (int i = 0; i < weights.count(); i++) {
            // the weight as a boost around it: Lucene's own is at most 64
            Query word = FeatureField.newLinearQuery(SparseField.NAME, SparseField.term(weights.words()[i]), 1);
            words.add(new BoostQuery(word, weights.weights()[i]), Occur.SHOULD);
        }
        return filter == null
                ? words.build()
                : new BooleanQuery.Builder()
                        .add(words.build(), Occur.MUST)
                        .add(filter, Occur.FILTER)
                        .build();
    }

    /**
     * The dot product of each passage, 0 where it has no word of the query.
     *
     * @param passages in ascending order
     */
    float[] scores(IndexSearcher searcher, int[] passages) throws IOException {
        double[] sums = new double[passages.length];
        each(
                searcher,
                passages,
                (passage, word, weight) ->
                        sums[passage] += (double) asked.weights().weights()[word] * weight);
        float[] scores = new float[sums.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) sums[i];
        }
        return scores;
    }

    /** What a passage's dot product is the sum of, the most first. */
    List<Word> words(IndexSearcher searcher, int passage) throws IOException {
        List<Word> words = new ArrayList<>();
        each(searcher, new int[] {passage}, (_, word, weight) -> {
            double ofQuery = asked.weights().weights()[word];
            words.add(new Word(asked.texts()[word], ofQuery, weight, ofQuery * weight));
        });
        words.sort(Comparator.comparingDouble(Word::contribution).reversed());
        return words;
    }

    /** A word of the query that a passage has, both by their positions. */
    private interface Match {
        void of(int passage, int word, float weight);
    }

    /** Word by word: its postings are walked once, in the order in which they stand. */
    private void each(IndexSearcher searcher, int[] passages, Match match) throws IOException {
        Segments.each(searcher, passages, (segment, from, to) -> {
            for (int word = 0; word < asked.weights().count(); word++) {
                PostingsEnum postings = postings(segment, word);
                for (int i = from; i < to && postings != null; i++) {
                    int doc = passages[i] - segment.docBase;
                    int at = postings.docID() < doc ? postings.advance(doc) : postings.docID();
                    if (at == doc) {
                        match.of(i, word, SparseField.weight(postings.freq()));
                    } else if (at == DocIdSetIterator.NO_MORE_DOCS) {
                        break;
                    }
                }
            }
        });
    }

    private @Nullable PostingsEnum postings(LeafReaderContext segment, int word) throws IOException {
        Term term = new Term(SparseField.NAME, SparseField.term(asked.weights().words()[word]));
        return segment.reader().postings(term, PostingsEnum.FREQS);
    }
}
