package io.vicinal.retrieval.candidates;

import io.vicinal.contracts.search.Explanation.Term;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiPhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.Weight;
import org.jspecify.annotations.Nullable;

/** BM25 of a passage by the words and phrases of a query, as Lucene itself explains each of them. */
final class TermContributions {
    private final IndexSearcher searcher;
    private final List<Clause> clauses = new ArrayList<>();

    /** @param ways to match it, of which the best counts: the word itself and, where it is fuzzy, its variants */
    private record Clause(String term, List<Way> ways) {}

    private record Way(String term, double boost, Weight weight) {}

    TermContributions(LexicalQuery query, IndexSearcher searcher) throws IOException {
        this.searcher = searcher;
        for (BooleanClause clause : query.query().clauses()) {
            add(clause.query(), 1);
        }
    }

    private void add(Query query, float boost) throws IOException {
        switch (query) {
            case BoostQuery boosted -> add(boosted.getQuery(), boost * boosted.getBoost());
            case DisjunctionMaxQuery any -> {
                List<Way> ways = new ArrayList<>();
                // the word itself comes first
                for (Query one : new ArrayList<>(any.getDisjuncts())) {
                    ways.add(way(one, boost));
                }
                clauses.add(new Clause(exact(any), ways));
            }
            case MultiPhraseQuery phrase
            when phrase.getTermArrays().length == 1 -> {
                for (org.apache.lucene.index.Term term : phrase.getTermArrays()[0]) {
                    add(new TermQuery(term), boost);
                }
            }
            default -> {
                Way way = way(query, boost);
                clauses.add(new Clause(way.term, List.of(way)));
            }
        }
    }

    /** The word that was asked for: the one disjunct without a boost. */
    private static String exact(DisjunctionMaxQuery any) {
        return any.getDisjuncts().stream()
                .filter(TermQuery.class::isInstance)
                .map(TermContributions::term)
                .findFirst()
                .orElseThrow();
    }

    private Way way(Query query, float boost) throws IOException {
        if (query instanceof BoostQuery boosted) {
            return way(boosted.getQuery(), boost * boosted.getBoost());
        }
        Query scaled = boost == 1 ? query : new BoostQuery(query, boost);
        return new Way(term(query), boost, searcher.createWeight(searcher.rewrite(scaled), ScoreMode.COMPLETE, 1));
    }

    private static String term(Query query) {
        return query instanceof TermQuery word
                ? word.getTerm().text()
                : Arrays.stream(((MultiPhraseQuery) query).getTermArrays())
                        .map(place -> Arrays.stream(place)
                                .map(org.apache.lucene.index.Term::text)
                                .collect(Collectors.joining("|")))
                        .collect(Collectors.joining(" ", "\"", "\""));
    }

    /** Of a passage that matches, the words and phrases that it holds; their contributions sum to its score. */
    List<Term> of(int doc) throws IOException {
        List<LeafReaderContext> segments = searcher.getIndexReader().leaves();
        LeafReaderContext segment = segments.get(ReaderUtil.subIndex(doc, segments));
        List<Term> terms = new ArrayList<>();
        for (Clause clause : clauses) {
            Way best = null;
            Explanation why = null;
            for (Way way : clause.ways) {
                Explanation one = way.weight.explain(segment, doc - segment.docBase);
                if (one.isMatch()
                        && (why == null
                                || one.getValue().doubleValue() > why.getValue().doubleValue())) {
                    best = way;
                    why = one;
                }
            }
            if (best != null && why != null) {
                terms.add(term(clause, best, why));
            }
        }
        return terms;
    }

    private static Term term(Clause clause, Way way, Explanation why) {
        Explanation tf = part(why, "tf, ");
        Explanation idf = part(why, "idf, ");
        Explanation with = idf == null ? null : idf.getDescription().startsWith("idf, sum") ? null : part(idf, "n, ");
        double b = value(part(tf, "b, "));
        double length = value(part(tf, "dl, "));
        double average = value(part(tf, "avgdl, "));
        return new Term(
                clause.term,
                way.term.equals(clause.term) ? null : way.term,
                way.boost,
                with == null ? null : with.getValue().longValue(),
                value(idf),
                tf == null ? 0 : value(tf.getDetails()[0]),
                average == 0 ? 1 : 1 - b + b * length / average,
                value(tf),
                why.getValue().doubleValue());
    }

    private static double value(@Nullable Explanation part) {
        return part == null ? 0 : part.getValue().doubleValue();
    }

    /** The first part whose description begins so; {@code BM25Similarity} words them. */
    private static @Nullable Explanation part(@Nullable Explanation whole, String description) {
        if (whole == null || whole.getDescription().startsWith(description)) {
            return whole;
        }
        for (Explanation detail : whole.getDetails()) {
            Explanation found = part(detail, description);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
