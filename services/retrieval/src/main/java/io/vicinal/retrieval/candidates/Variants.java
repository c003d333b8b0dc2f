package io.vicinal.retrieval.candidates;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopTermsRewrite;

/** The words of an index that a fuzzy query matches: the most similar, then the first by their bytes. */
final class Variants extends TopTermsRewrite<List<Variants.Variant>> {

    /** @param similarity more than 0, at most 1 */
    record Variant(Term term, float similarity, TermStates states) {}

    private final List<Variant> found = new ArrayList<>();

    private Variants(int most) {
        super(most);
    }

    static List<Variant> of(FuzzyQuery query, int most, IndexSearcher searcher) throws IOException {
        Variants variants = new Variants(most);
        variants.rewrite(searcher, query);
        return variants.found;
    }

    @Override
    protected int getMaxSize() {
        return getSize();
    }

    @Override
    protected List<Variant> getTopLevelBuilder() {
        return found;
    }

    @Override
    protected void addClause(List<Variant> to, Term term, int docCount, float similarity, TermStates states) {
        if (similarity > 0) {
            to.add(new Variant(term, similarity, states));
        }
    }

    @Override
    protected Query build(List<Variant> variants) {
        return MatchNoDocsQuery.INSTANCE;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
