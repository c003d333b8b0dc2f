package io.vicinal.retrieval.filter;

import org.apache.lucene.document.Document;
import org.jspecify.annotations.Nullable;

/** How a declared field of one type lies in the index. */
sealed interface IndexedField extends FilterField permits IndexedKeyword, IndexedLong, IndexedDouble, ReadText {

    /**
     * Adds one value to a document; several are added one by one.
     *
     * @throws io.vicinal.contracts.error.ProblemException for a value that does not fit the field
     */
    void add(@Nullable Object value, Document target);
}
