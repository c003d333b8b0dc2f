package io.vicinal.retrieval.browse;

import io.vicinal.contracts.search.RetrievalApi.FacetCounts;
import java.io.IOException;
import org.apache.lucene.index.LeafReader;

/** Documents counted by one field: segment by segment, in each in ascending order. */
sealed interface FieldCount permits TermCount, NumberCount {

    void enter(LeafReader segment) throws IOException;

    void add(int doc) throws IOException;

    /** The segment is done. */
    void leave() throws IOException;

    FacetCounts counts();
}
