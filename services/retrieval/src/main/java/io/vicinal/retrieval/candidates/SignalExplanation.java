package io.vicinal.retrieval.candidates;

import io.vicinal.contracts.embedding.QueryTokens;
import io.vicinal.contracts.search.Explanation;
import io.vicinal.contracts.search.Explanation.Dense;
import io.vicinal.contracts.search.Explanation.LateInteraction;
import io.vicinal.contracts.search.Explanation.Lexical;
import io.vicinal.contracts.search.Explanation.Sparse;
import io.vicinal.contracts.search.Explanation.Token;
import io.vicinal.retrieval.lateinteraction.MaxSim;
import io.vicinal.retrieval.lateinteraction.TokenColumn;
import io.vicinal.retrieval.shard.Segments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;

/** How each signal of a passage came about: the numbers are those of {@link Signals}, taken apart. */
final class SignalExplanation {
    private final IndexSearcher searcher;
    private final CandidateVectors vectors;
    private final Set<Integer> nearest;
    private final @Nullable LexicalQuery lexical;
    private final @Nullable TermContributions terms;
    private final Set<Integer> matching;
    private final @Nullable SparseQuery sparse;
    private final Set<Integer> weighing;
    private final @Nullable QueryTokens tokens;
    private final @Nullable MaxSim maxSim;

    /**
     * @param nearest passages that search by vectors found
     * @param matching those that lexical search found
     * @param weighing those that search by sparse weights found
     * @param maxSim of the tokens, or null without late interaction
     */
    SignalExplanation(
            IndexSearcher searcher,
            CandidateVectors vectors,
            int[] nearest,
            @Nullable LexicalQuery lexical,
            int[] matching,
            @Nullable SparseQuery sparse,
            int[] weighing,
            @Nullable QueryTokens tokens,
            @Nullable MaxSim maxSim)
            throws IOException {
        this.searcher = searcher;
        this.vectors = vectors;
        this.nearest = Arrays.stream(nearest).boxed().collect(Collectors.toSet());
        this.lexical = lexical;
        this.terms = lexical == null ? null : new TermContributions(lexical, searcher);
        this.matching = Arrays.stream(matching).boxed().collect(Collectors.toSet());
        this.sparse = sparse;
        this.weighing = Arrays.stream(weighing).boxed().collect(Collectors.toSet());
        this.tokens = tokens;
        this.maxSim = maxSim;
    }

    Explanation of(int doc) throws IOException {
        return new Explanation(null, dense(doc), lexical(doc), lateInteraction(doc), sparse(doc));
    }

    private @Nullable Sparse sparse(int doc) throws IOException {
        return sparse == null
                ? null
                : new Sparse(
                        sparse.scores(searcher, new int[] {doc})[0],
                        weighing.contains(doc),
                        sparse.words(searcher, doc));
    }

    private @Nullable Dense dense(int doc) throws IOException {
        if (vectors.queries() == 0) {
            return null;
        }
        float best = Float.NEGATIVE_INFINITY;
        int which = 0;
        for (int i = 0; i < vectors.queries(); i++) {
            float cosine = vectors.cosines(i, new int[] {doc})[0];
            if (cosine > best) {
                best = cosine;
                which = i;
            }
        }
        return new Dense(best, nearest.contains(doc), vectors.queries() == 1 ? null : which);
    }

    private @Nullable Lexical lexical(int doc) throws IOException {
        if (lexical == null || terms == null) {
            return null;
        }
        float score = Signals.lexical(searcher, lexical, new int[] {doc})[0];
        // a passage may hold a word of the query and yet not match, where it lacks a phrase
        return new Lexical(score, matching.contains(doc), score == 0 ? List.of() : terms.of(doc));
    }

    private @Nullable LateInteraction lateInteraction(int doc) throws IOException {
        if (tokens == null || maxSim == null) {
            return null;
        }
        List<Token> contributions = new ArrayList<>();
        float[] score = {Float.NaN};
        Segments.each(searcher, new int[] {doc}, (segment, _, _) -> {
            BinaryDocValues column = segment.reader().getBinaryDocValues(TokenColumn.NAME);
            if (column != null && column.advanceExact(doc - segment.docBase)) {
                score[0] = maxSim.score(column.binaryValue());
                for (MaxSim.Match match : maxSim.matches(column.binaryValue())) {
                    contributions.add(new Token(
                            tokens.texts()[contributions.size()],
                            match.weight(),
                            match.vector(),
                            match.cosine(),
                            (double) match.weight() * match.cosine()));
                }
            }
        });
        return Float.isNaN(score[0]) ? null : new LateInteraction(score[0], contributions);
    }
}
