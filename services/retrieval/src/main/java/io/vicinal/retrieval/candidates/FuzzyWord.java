package io.vicinal.retrieval.candidates;

import io.vicinal.contracts.search.LexicalStatistics;
import io.vicinal.retrieval.lexical.AnalysedQuery;
import io.vicinal.retrieval.lexical.LexicalField;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermState;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOSupplier;
import org.apache.lucene.util.automaton.ByteRunAutomaton;
import org.jspecify.annotations.Nullable;

/**
 * A word of the query and those of the shard's that are a few edits away from it (Levenshtein automata, Schulz and Mihov
 * 2002). The word itself scores as without fuzziness; another counts four fifths of what the commonest of them all would,
 * less by its edits, so that a rare misspelling in the texts is worth no more than the word that was meant.
 *
 * <p>Which variants count, and how common they are, is a matter of the whole collection: each shard names its best in an
 * order that hangs on nothing but the words, so that the best of all shards are among those that they name.
 */
final class FuzzyWord {
    static final int MAX_VARIANTS = 50;
    private static final float SHARE = 0.8f;
    private static final Comparator<Near> BEST_FIRST =
            Comparator.<Near>comparingDouble(near -> -near.similarity).thenComparing(near -> new BytesRef(near.term));

    /** @param similarity 1 less the edits by the length of the shorter word */
    private record Near(String term, float similarity, long documentFrequency) {}

    private final String term;
    private final int edits;
    private final TermStates exact;
    private final List<Variants.Variant> variants;

    FuzzyWord(String term, int edits, IndexSearcher searcher) throws IOException {
        this.term = term;
        this.edits = edits;
        Term word = new Term(LexicalField.NAME, term);
        this.exact = TermStates.build(searcher, word, true);
        this.variants = Variants.of(
                new FuzzyQuery(word, edits, AnalysedQuery.FUZZY_PREFIX, MAX_VARIANTS, true), MAX_VARIANTS, searcher);
    }

    void addTo(Map<String, Long> documentFrequency) {
        documentFrequency.put(term, (long) exact.docFreq());
        for (Variants.Variant variant : variants) {
            documentFrequency.put(variant.term().text(), (long) variant.states().docFreq());
        }
    }

    /** @param global of the collection, or null where this shard is all of it */
    Query query(IndexSearcher searcher, @Nullable LexicalStatistics global) throws IOException {
        int local = variants.stream()
                .mapToInt(variant -> variant.states().docFreq())
                .reduce(exact.docFreq(), Math::max);
        int commonest = local;
        @Nullable Set<String> counted = null;
        if (global != null) {
            List<Near> near = near(global.documentFrequency());
            long most = near.stream().mapToLong(Near::documentFrequency).max().orElse(0);
            commonest = (int) Math.max(local, Math.min(most, Math.max(global.passages(), local)));
            counted = near.stream().map(Near::term).collect(Collectors.toSet());
        }
        List<Query> any = new ArrayList<>();
        any.add(new TermQuery(new Term(LexicalField.NAME, term), exact));
        for (Variants.Variant variant : variants) {
            boolean itself = variant.term().text().equals(term);
            if (!itself && (counted == null || counted.contains(variant.term().text()))) {
                TermStates states = asCommonAs(commonest, variant.states(), searcher);
                any.add(new BoostQuery(new TermQuery(variant.term(), states), SHARE * variant.similarity()));
            }
        }
        return any.size() == 1 ? any.getFirst() : new DisjunctionMaxQuery(any, 0);
    }

    /** The best of the collection's words, as a single index of all shards would name them. */
    private List<Near> near(Map<String, Long> documentFrequency) {
        ByteRunAutomaton[] within = new ByteRunAutomaton[edits + 1];
        for (int e = 0; e <= edits; e++) {
            within[e] = FuzzyQuery.getFuzzyAutomaton(term, e, AnalysedQuery.FUZZY_PREFIX, true).runAutomaton;
        }
        List<Near> near = new ArrayList<>();
        documentFrequency.forEach((other, frequency) -> {
            float similarity = similarity(other, within);
            if (frequency > 0 && similarity > 0) {
                near.add(new Near(other, similarity, frequency));
            }
        });
        return near.stream().sorted(BEST_FIRST).limit(MAX_VARIANTS).toList();
    }

    private float similarity(String other, ByteRunAutomaton[] within) {
        if (other.equals(term)) {
            return 1;
        }
        BytesRef bytes = new BytesRef(other);
        for (int e = 1; e < within.length; e++) {
            if (within[e].run(bytes.bytes, bytes.offset, bytes.length)) {
                int shorter = Math.min(other.codePointCount(0, other.length()), term.codePointCount(0, term.length()));
                return 1 - (float) e / shorter;
            }
        }
        return 0;
    }

    private static TermStates asCommonAs(int documentFrequency, TermStates states, IndexSearcher searcher)
            throws IOException {
        TermStates other = new TermStates(searcher.getTopReaderContext());
        for (LeafReaderContext leaf : searcher.getLeafContexts()) {
            IOSupplier<TermState> supplier = states.get(leaf);
            TermState state = supplier == null ? null : supplier.get();
            if (state != null) {
                other.register(state, leaf.ord);
            }
        }
        other.accumulateStatistics(documentFrequency, Math.max(documentFrequency, states.totalTermFreq()));
        return other;
    }
}
